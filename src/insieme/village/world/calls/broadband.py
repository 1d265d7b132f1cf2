# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closed yesterday and left to the program's own clock, which counts it as soon as it runs."""

from insieme.village.world.telling import Bid, Leaning, Line, Ranking, Step, Story, first, on

FIBRA, SAVENA = "fibra-appennino", "rete-savena"

STORY = Story(
    title="Internet per le case di via Andreini",
    summary="Sette scale, un solo cavo nuovo: chi lo porta fino alle case, e chi porta qualcosa anche a chi non può pagarlo?",
    need="""\
In via Andreini la linea cade ogni volta che piove. Le sette scale hanno deciso di cambiare insieme.

Chiediamo **fibra fino in casa**, un numero a cui risponde una persona, e una linea **gratuita per la sala studio** al piano terra.
""",
    category="telecom",
    unit="mese di linea",
    promoter="condomini-uniti-del-pilastro",
    town="Bologna",
    drafted=on(-42, 19),
    published=on(-41),
    choosing=on(-20),
    closes=on(-1, 20),
    drop_out_percent=5,
    menu={"at_least": [40, 60], "near": [20]},
    bids=(
        Bid(
            company=FIBRA,
            product="Fibra a 1 Gbit/s, modem compreso",
            price_minor=24_90,
            quorum=30,
            capacity=120,
            commitment="Linea gratuita per la sala studio e per due famiglie scelte dalla parrocchia e dal centro sociale insieme",
            basis="once",
            proof="Contratti intestati alla sala e lettera dei due enti",
            proof_day=60,
            steps=(Step(30, "la sala studio, per cinque anni"), Step(50, "e due famiglie, per cinque anni")),
            terms="Nessun vincolo. Prezzo fermo per tre anni.",
            made=on(-36, 10),
            signed=on(-35, 9),
        ),
        Bid(
            company=SAVENA,
            product="Fibra a 500 Mbit/s con telefono",
            price_minor=21_50,
            quorum=35,
            commitment="Una parte di ogni canone per i computer del doposcuola",
            basis="takings",
            proof="Ricevute di acquisto dei computer, con foto",
            proof_day=100,
            steps=(Step(35, percent_hundredths=300), Step(70, percent_hundredths=500)),
            terms="Prezzo fermo per due anni. Tecnico entro un giorno.",
            made=on(-34, 17),
            signed=on(-34, 17, 30),
        ),
    ),
    named=(("ada-ferri", first(FIBRA, SAVENA)), ("bruno-sarti", first(SAVENA))),
    leanings=(
        Leaning(24, first(FIBRA, SAVENA)),
        Leaning(14, Ranking((Line(FIBRA, at_least=40), Line(SAVENA)))),
        Leaning(19, first(SAVENA)),
        Leaning(9, Ranking((Line(SAVENA, at_least=60), Line(FIBRA)))),
    ),
    left_to_the_clock=True,
)

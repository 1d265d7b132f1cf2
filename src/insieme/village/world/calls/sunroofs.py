# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decided, with a rich outcome: conditions that held and conditions that did not, a town, tiers, an offer that fell in each round."""

from insieme.village.world.telling import Bid, Leaning, Line, Ranking, Step, Story, first, on

TETTI, ELETTROLUCE, QUARTIERE, FACILE = "tetti-al-sole", "elettroluce-emilia", "energia-di-quartiere", "sole-facile"

BIDS = (
    Bid(
        company=TETTI,
        product="Impianto da 3 kW, squadra del quartiere",
        price_minor=5_200_00,
        quorum=60,
        commitment="Una parte degli incassi per formare installatori fra chi cerca lavoro nel quartiere",
        basis="takings",
        proof="Attestati rilasciati e contratti firmati, con il nome di chi è d'accordo",
        proof_day=180,
        steps=(
            Step(60, "un corso per otto persone", percent_hundredths=400),
            Step(100, "due corsi, e quattro assunzioni", percent_hundredths=600),
            Step(150, "tre corsi, e otto assunzioni", percent_hundredths=800),
        ),
        terms="Sopralluogo gratuito. Pratiche comprese. Montaggio entro quattro mesi.",
        made=on(-62, 9, 40),
        signed=on(-61, 18),
    ),
    Bid(
        company=ELETTROLUCE,
        product="Impianto da 3 kW, garanzia di venticinque anni",
        price_minor=4_900_00,
        quorum=70,
        commitment="Un impianto regalato al centro anziani",
        basis="once",
        proof="Collaudo dell'impianto, davanti a chi vuole esserci",
        proof_day=150,
        steps=(Step(70, "3 kW sul centro anziani"), Step(140, "6 kW, e la batteria")),
        made=on(-60, 11),
        signed=on(-60, 11, 20),
    ),
    Bid(
        company=QUARTIERE,
        product="Quota di comunità energetica, anche senza tetto",
        price_minor=1_800_00,
        quorum=60,
        capacity=400,
        commitment="Dieci centesimi per ogni chilowattora condiviso vanno a chi non riesce a pagare la bolletta",
        basis="per_unit",
        proof="Bilancio della comunità, letto in assemblea aperta",
        proof_day=330,
        steps=(
            Step(60, amount_minor=10, what="per chilowattora, a venti famiglie"),
            Step(120, amount_minor=12, what="a quaranta famiglie"),
        ),
        terms="La quota si può rivendere agli altri soci.",
        made=on(-58, 15),
        signed=on(-57, 10),
    ),
    Bid(
        company=FACILE,
        product="Impianto da 3 kW in due giorni",
        price_minor=4_300_00,
        quorum=50,
        commitment="Una colonnina di ricarica pubblica in piazza Spadolini",
        basis="once",
        proof="Attivazione della colonnina, visibile sulle mappe pubbliche",
        proof_day=120,
        steps=(Step(50, "una colonnina"),),
        made=on(-56, 12),
        signed=on(-56, 12, 5),
    ),
)

LEANINGS = (
    Leaning(24, Ranking((Line(QUARTIERE, near=20), Line(TETTI))), town="San Lazzaro di Savena"),
    Leaning(5, Ranking((Line(TETTI, near=20),)), town="Budrio"),
    Leaning(56, first(TETTI)),
    Leaning(43, Ranking((Line(TETTI, at_least=100), Line(ELETTROLUCE)))),
    Leaning(18, Ranking((Line(TETTI, at_least=150), Line(QUARTIERE)))),
    Leaning(31, first(ELETTROLUCE, QUARTIERE)),
    Leaning(9, first(ELETTROLUCE, TETTI)),
    Leaning(17, first(QUARTIERE, FACILE)),
    Leaning(22, first(FACILE, QUARTIERE)),
    Leaning(13, first(FACILE)),
)

STORY = Story(
    title="Il sole sui tetti di San Donato",
    summary="Duecentocinquanta famiglie vogliono produrre la propria luce: con chi, e che cosa resta a chi il tetto non lo ha?",
    need="""\
I condomìni del Pilastro e di San Donato hanno **tetti grandi e bollette alte**. In duecentocinquanta ci siamo detti che è ora.

Chi si propone deve dire anche che cosa fa per chi un tetto non lo ha: lavoro, formazione, luce a chi non riesce a pagarla.

Ognuno può chiedere che si parta *solo se siamo almeno in cento*, o *solo se siamo almeno in venti del mio comune*, così che i
sopralluoghi si facciano in un giorno solo.
""",
    category="energy",
    unit="impianto",
    promoter="condomini-uniti-del-pilastro",
    town="Bologna",
    drafted=on(-75, 18),
    published=on(-74),
    choosing=on(-48),
    closes=on(-18, 20),
    drop_out_percent=8,
    menu={"at_least": [100, 150], "near": [20]},
    proof_expected="documenti pubblici, entro un anno dall'esito",
    bids=BIDS,
    named=(
        ("ada-ferri", Ranking((Line(TETTI, at_least=100), Line(QUARTIERE)))),
        ("bruno-sarti", Ranking((Line(TETTI, at_least=150), Line(QUARTIERE)))),
        ("chiara-neri", first(QUARTIERE, FACILE)),
        ("rosa-caputo", first(FACILE)),
    ),
    leanings=LEANINGS,
)

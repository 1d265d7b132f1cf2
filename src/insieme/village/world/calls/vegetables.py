# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decided, then the supplier failed: hail broke its greenhouses, and the people of the runner-up are asked whether they agree."""

from insieme.village.world.telling import Bid, Failed, Leaning, Step, Story, first, on

SERRE, CAMPI = "orto-delle-serre", "campi-larghi"

STORY = Story(
    title="La cassetta di verdura del venerdì",
    summary="Cinquanta famiglie vogliono la verdura di qui, una volta la settimana: chi la coltiva, e che cosa insegna ai nostri figli?",
    need="""\
Nelle nostre scale in cinquanta compriamo verdura che ha viaggiato più di noi. Vogliamo **una cassetta la settimana, da ottobre a maggio**,
da chi coltiva a meno di trenta chilometri.

Chiediamo una consegna sola, il venerdì sotto il portico, e qualcosa per chi cresce qui: una visita ai campi, un orto in cortile, un lavoro.
""",
    category="food",
    unit="cassetta",
    promoter="condomini-uniti-del-pilastro",
    town="Bologna",
    drafted=on(-53, 18),
    published=on(-52),
    choosing=on(-38),
    closes=on(-17, 20),
    drop_out_percent=5,
    proof_expected="foto e date delle visite, con i nomi di chi le ha guidate",
    bids=(
        Bid(
            company=SERRE,
            product="Cassetta da cinque chili, dalle serre di Granarolo",
            price_minor=14_00,
            quorum=35,
            commitment="Un orto in cortile, con un ortolano un pomeriggio la settimana",
            basis="once",
            proof="Foto dell'orto a ogni stagione e registro dei pomeriggi",
            proof_day=90,
            steps=(Step(35, "un orto nel cortile grande"), Step(60, "e uno in via Larga")),
            terms="Si salta una settimana avvisando due giorni prima.",
            made=on(-48, 10),
            signed=on(-47, 9),
        ),
        Bid(
            company=CAMPI,
            product="Cassetta da sei chili, dai campi di Budrio",
            price_minor=15_50,
            quorum=30,
            capacity=80,
            commitment="Quattro visite ai campi per le classi del quartiere, merenda compresa",
            basis="once",
            proof="Date delle visite e firma delle maestre",
            proof_day=160,
            steps=(Step(30, "quattro visite"), Step(60, "e un campo estivo di una settimana")),
            terms="Cassette che si rendono. D'inverno più cavoli che pomodori.",
            made=on(-46, 15),
            signed=on(-46, 18),
        ),
    ),
    named=(("ada-ferri", first(SERRE, CAMPI)), ("bruno-sarti", first(SERRE, CAMPI))),
    leanings=(Leaning(36, first(SERRE, CAMPI)), Leaning(7, first(CAMPI, SERRE)), Leaning(5, first(SERRE))),
    failed=Failed(
        SERRE,
        on(-6, 11),
        said_by="gino-marchetti",
        because="La grandine di domenica ha sfondato due serre su tre. Fino a primavera non possiamo riempire le cassette che abbiamo "
        "promesso: lo diciamo subito, prima che qualcuno paghi. Ci dispiace molto.",
        runner_up=CAMPI,
        confirmed=on(-4, 9),
        yes_percent=45,
        no_percent=6,
        agreeing=("bruno-sarti",),
    ),
)

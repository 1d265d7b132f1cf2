# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cancelled while people were choosing, with a reason."""

from insieme.village.world.telling import Bid, Leaning, Step, Story, first, on

BECAUSE = (
    "Il Comune ha deciso di portare il teleriscaldamento in via Larga e al Pilastro entro due inverni. Comprare stufe adesso "
    "legherebbe ciascuno di noi, per anni, a qualcosa che presto non servirà. Ci fermiamo prima che qualcuno spenda: nessuno deve "
    "nulla. Chi aveva aderito sarà invitato per primo al bando sull'allacciamento."
)

STORY = Story(
    title="Stufe a pellet per l'inverno del Pilastro",
    summary="Duecento famiglie scaldano ancora a gasolio: chi porta stufe migliori e riprende le vecchie?",
    need="""\
Nelle nostre case ci sono ancora **duecento caldaie a gasolio**. Costano molto e scaldano poco.

Cerchiamo chi monti stufe a pellet con filtro, porti via le vecchie e si occupi della pulizia delle canne fumarie per cinque anni.
""",
    category="home",
    unit="stufa",
    promoter="condomini-uniti-del-pilastro",
    town="Bologna",
    drafted=on(-70, 18),
    published=on(-69),
    choosing=on(-50),
    closes=on(-21, 20),
    bids=(
        Bid(
            company="elettroluce-emilia",
            product="Stufa con filtro, montata e collaudata",
            price_minor=2_400_00,
            quorum=40,
            commitment="Pulizia gratuita delle canne fumarie per cinque anni, anche a chi non ha comprato nella stessa scala",
            basis="per_unit",
            proof="Libretto di ogni impianto, aggiornato a ogni visita",
            proof_day=300,
            steps=(Step(40, "pulizia per cinque anni"),),
            made=on(-60, 10),
            signed=on(-60, 16),
        ),
    ),
    leanings=(Leaning(34, first("elettroluce-emilia")),),
    cancelled=(on(-33, 12, 10), BECAUSE),
)

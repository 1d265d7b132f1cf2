# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people ask of the offers, and how they rate them: with a reason, apart where they stand on a side."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.village.world.calls import bikes, coffee
from insieme.village.world.telling import Moment, on

#: The usual criteria: what it does for the place, how believable, what it costs, how near.
PLACE, BELIEVABLE, COST, NEAR = range(4)


@dataclass(frozen=True, slots=True)
class Wished:
    """An aspect of an offer that some ask to be improved: those named, and so many of the crowd."""

    company: str
    aspect: str
    at: Moment
    who: tuple[str, ...] = ()
    crowd: int = 0


@dataclass(frozen=True, slots=True)
class Rated:
    """How an offer is rated: (criterion, mark, reason) by those named; by so many of the crowd with marks out of `leaning`."""

    company: str
    at: Moment
    given: tuple[tuple[str, tuple[tuple[int, int, str], ...]], ...] = ()
    crowd: int = 0
    leaning: tuple[int, ...] = (3,)


#: What the crowd says of the place, by its mark.
CROWD_SAYS = {
    2: (
        "Al quartiere ne viene poco.",
        "Belle parole, ma a noi che cosa resta?",
        "Mi aspettavo di più da chi ci conosce da anni.",
        "Una volta sola, e poi?",
    ),
    3: (
        "Qualcosa resta, ma si può fare di più.",
        "Va bene, se poi lo fanno davvero.",
        "Per chi abita in centro sì, per noi in periferia meno.",
        "Buona l'idea, la somma mi pare piccola.",
        "Aspetto di vedere le ricevute.",
    ),
    4: (
        "È una cosa che si vedrà.",
        "Ci passo davanti ogni mattina: mi farebbe piacere.",
        "Finalmente qualcosa per il quartiere e non solo uno sconto.",
        "I bambini ne parleranno a casa.",
        "Serve, e costa poco a ciascuno.",
    ),
}

WISHED: dict[str, tuple[Wished, ...]] = {
    coffee.STORY.slug: (
        Wished(coffee.LAURI, "price", on(-18, 10), ("rosa-caputo", "chiara-neri"), crowd=7),
        Wished(coffee.LAURI, "proof", on(-9, 9), ("ada-ferri", "nadia-rinaldi"), crowd=11),
        Wished(coffee.MERIDIANO, "quorum", on(-8, 10), ("bruno-sarti",), crowd=9),
        Wished(coffee.SOLE_NERO, "price", on(-7, 10), ("tommaso-villa",), crowd=14),
    ),
    bikes.STORY.slug: (Wished(bikes.MULA, "terms", on(-3, 10), ("omar-benali", "irene-lauri"), crowd=4),),
}
RATED: dict[str, tuple[Rated, ...]] = {
    coffee.STORY.slug: (
        Rated(
            coffee.LAURI,
            on(-8, 12),
            (
                (
                    "ada-ferri",
                    (
                        (PLACE, 5, "Il tetto resta alla scuola anche quando il caffè è finito."),
                        (BELIEVABLE, 4, "Il contatore lo può leggere chiunque passi."),
                        (NEAR, 5, "Via Zanardi è a dieci minuti a piedi."),
                    ),
                ),
                ("rosa-caputo", ((PLACE, 5, "I nostri figli vedranno da dove viene la luce."), (COST, 4, ""))),
                ("bruno-sarti", ((BELIEVABLE, 5, "Ci lavoro il sabato: i Lauri quello che dicono lo fanno."),)),
                ("tommaso-villa", ((COST, 2, "Due euro in più al chilo della bottega, e non poco per chi ne beve tanto."),)),
            ),
            crowd=14,
            leaning=(3, 3, 4, 4, 4, 2),
        ),
        Rated(
            coffee.MERIDIANO,
            on(-7, 12),
            (
                ("chiara-neri", ((PLACE, 4, "Due contratti veri per un anno contano più di un regalo."),)),
                ("nadia-rinaldi", ((BELIEVABLE, 1, "Quattrocento persone sono tante: temo che il quorum non arrivi mai."), (COST, 4, ""))),
            ),
            crowd=10,
            leaning=(2, 3, 3, 4, 4),
        ),
        Rated(
            coffee.SOLE_NERO,
            on(-6, 12),
            (
                (
                    "wei-chen",
                    ((PLACE, 3, "Fa bene a chi coltiva, meno a noi."), (BELIEVABLE, 5, "Pubblicano i conti, sacco per sacco.")),
                ),
                ("ada-ferri", ((COST, 2, "È il più caro dei tre."), (BELIEVABLE, 4, ""))),
            ),
            crowd=12,
            leaning=(2, 3, 4, 4, 2),
        ),
    ),
}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people say about the calls, and what is answered: questions in time and late, replies, one voice that was hidden, one that waits."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.village.world.calls import coffee
from insieme.village.world.telling import Moment, on


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says, in the talk of the call or, where a company is named, of its offer; and what becomes of it.

    `under` counts the voices told here from 0, in the order of time. `shown` is false where
    no moderator has looked yet. `hidden` is when, a rule and reasons.
    """

    who: str
    text: str
    at: Moment
    kind: str = "question"
    company: str = ""
    under: int | None = None
    #: (when, text, disposition, reason) of the official answer.
    answer: tuple[Moment, str, str, str] | None = None
    supporters: tuple[str, ...] = ()
    shown: bool = True
    hidden: tuple[Moment, str, str] | None = None
    appeal: tuple[Moment, str] | None = None


#: Who looks at first voices, and who hid the one that is appealed against: on an appeal somebody else decides.
MODERATOR, OTHER_MODERATOR = "nadia-rinaldi", "wei-chen"
TALK: dict[str, tuple[Said, ...]] = {
    coffee.STORY.slug: (
        Said(
            "ada-ferri",
            "Chi non lavora in una delle quattordici aziende, ma abita in via San Donato, può aderire?",
            on(-11, 10),
            answer=(on(-11, 15), "Sì: può aderire chiunque. Il caffè si ritira dove dice ogni offerta.", "answered", ""),
            supporters=("bruno-sarti", "chiara-neri"),
        ),
        Said("bruno-sarti", "Confermo: l'anno scorso con il bando sui tetti è andata così.", on(-10, 9), "opinion", under=0),
        Said(
            "chiara-neri",
            "Si potrebbe chiedere anche un corso di assaggio nelle scuole, @rete-uffici-san-donato?",
            on(-9, 18),
            "idea",
            answer=(
                on(-8, 9),
                "L'idea è bella e la proponiamo alle aziende.",
                "partly",
                "In questo bando le offerte sono già firmate: la mettiamo nel prossimo.",
            ),
            supporters=("ada-ferri",),
        ),
        Said("bruno-sarti", "Quando si saprà **l'ora esatta** delle consegne?", on(-6, 8)),
        Said(
            "chiara-neri",
            "Chi promuove questo bando è un incapace.",
            on(-5, 12),
            "opinion",
            hidden=(on(-5, 13), "insult", "Puoi criticare il bando quanto vuoi: dillo senza offendere chi lo promuove."),
            appeal=(on(-4, 9), "Era una critica al bando, non alla persona."),
        ),
        Said("elena-fabbri", "Noi delle biciclette potremmo fare le consegne?", on(-1, 17), "idea", shown=False),
        Said(
            "ada-ferri",
            "Il contatore della scuola si potrà leggere anche dalla strada?",
            on(-10, 11),
            company=coffee.LAURI,
            answer=(on(-10, 16), "Sì, e c'è anche una pagina pubblica con la produzione ora per ora.", "answered", ""),
        ),
    ),
}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the house itself says and does: its guideline, and when the programs of organisations were tried."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.village.world.telling import Moment, on


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a guideline, what is new in it, and who has accepted it."""

    at: Moment
    text: str
    changed: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guideline:
    """A guideline with its versions, the first one first."""

    title: str
    versions: tuple[Published, ...]


TRIED = on(-1, 18, 30)
FIRST = """\
Qui ci si parla **come in piazza**: da vicini che si rivedranno domani.

- Si critica l'offerta, il prezzo, la promessa. Le persone no.
- Chi ha un interesse lo dice prima di parlare.
- Una domanda merita un fatto, una data, o un «non lo so ancora».
- Quello che si toglie resta scritto nel registro, con la regola e il motivo.
"""
GUIDELINE = Guideline(
    "Come si parla qui",
    (
        Published(on(-119, 9), FIRST, accepted=("marta-zanotti", "nadia-rinaldi", "bruno-sarti")),
        Published(
            on(-45, 10),
            FIRST + "- Chi si vede nascondere una voce può chiedere che **un'altra persona** la riguardi, una volta.\n",
            changed="Si può fare ricorso: decide un'altra persona.",
            accepted=("marta-zanotti", "bruno-sarti", "ada-ferri"),
        ),
    ),
)

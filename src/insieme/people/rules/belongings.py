# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each room holds of a person: how to hand it over and how to let go of it. Rooms say so in their apps.py; this room asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from insieme.foundation.actor import Actor

#: The name of a file in the export, and what stands in it: bytes as they are, anything else as JSON.
Piece = tuple[str, Any]


class Forgetting(Protocol):
    """Lets go of a person, inside of a transaction: what nobody else needs goes, what must stay no longer names them."""

    def __call__(self, person_id: int, *, by: Actor, now: datetime) -> object:
        """Let go. `by` is the person who leaves; what is returned is not looked at."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What one room holds of people."""

    room: str
    export: Callable[[int], Iterable[Piece]]
    forget: Forgetting


_known: dict[str, Belongings] = {}


def keep(room: str, *, export: Callable[[int], Iterable[Piece]], forget: Forgetting) -> None:
    """Say how `room` hands over what it holds of a person, and how it lets go. Those above come first: they begin first.

    Refuses: a second word of the same room, with `ValueError`.
    """
    said = Belongings(room, export, forget)
    if _known.setdefault(room, said) != said:
        msg = f"{room} has said already what it holds of people"
        raise ValueError(msg)


def belongings() -> tuple[Belongings, ...]:
    """Return what each room has said, upper rooms first."""
    return tuple(_known.values())

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may open of their own entries: the part that is in nobody else's eyes, and the salt with which to check its digest."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.foundation.actor import Actor
from insieme.record.models import Private


@dataclass(frozen=True, slots=True)
class Opened:
    """The private part of an entry: SHA-256 of the salt (given in hex) followed by the payload is the entry's digest."""

    salt: str
    payload: str


def own_private_part(entry_id: int, *, by: Actor) -> Opened | None:
    """The private part of an entry that `by` has caused; None for everybody else's, and once it is erased. One query."""
    found = Private.objects.filter(entry_id=entry_id, actor=by.name).first() if by.is_person else None
    return Opened(bytes(found.salt).hex(), found.payload) if found else None

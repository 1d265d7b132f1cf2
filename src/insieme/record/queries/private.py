# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of entries that are not for everybody: what a person may open of their own, what reactions are told."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from insieme.foundation.actor import Actor
from insieme.record.models import Named, Private


@dataclass(frozen=True, slots=True)
class Opened:
    """The private part of an entry: SHA-256 of the salt (given in hex) followed by the payload is the entry's digest."""

    salt: str
    payload: str


class PrivateParts:
    """The private parts of some entries, read together when the first of them is asked for: most reactions ask for none."""

    def __init__(self, entries: Sequence[int]) -> None:
        self._entries = entries

    @cached_property
    def _payloads(self) -> dict[int, str]:
        return dict(Private.objects.filter(entry__in=self._entries).values_list("entry_id", "payload"))

    def of(self, entry: int) -> dict[str, Any] | None:
        """The private part of an entry; None where there is nothing or it was erased."""
        payload = self._payloads.get(entry)
        return None if payload is None else json.loads(payload)


def actors_at(positions: Collection[int]) -> dict[int, str]:
    """The persons who have caused these entries, as `person:<ref>`, by position; without those that were erased. One query."""
    found = Private.objects.filter(entry__position__in=positions).exclude(actor="").values_list("entry__position", "actor")
    return {position: actor for position, actor in found if position is not None}


def own_private_part(entry_id: int, *, by: Actor) -> Opened | None:
    """The private part of an entry that `by` has caused; None for everybody else's, and once it is erased. One query."""
    found = Private.objects.filter(entry_id=entry_id, actor=by.name).first() if by.is_person else None
    return Opened(bytes(found.salt).hex(), found.payload) if found else None


def entries_of(topic: str) -> Iterator[dict[str, Any]]:
    """All entries that name this person, for themselves: what they did with what opens it, and that others named them. Two queries."""
    naming = Named.objects.filter(person=topic).values("private_id")
    found = Private.objects.filter(Q(actor=topic) | Q(pk__in=naming)).select_related("entry").order_by("pk")
    for part in found.iterator():
        entry, mine = part.entry, part.actor == topic
        told = {"position": entry.position, "at": entry.at.isoformat(), "code": entry.code, "about": entry.about}
        told |= {"public": json.loads(entry.public), "you": "acted" if mine else "are named", "digest": entry.digest}
        # What another person did also says who they are: of that, only the place where one is named.
        yield told | ({"salt": bytes(part.salt).hex(), "private": part.payload} if mine else {})

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries as they can be found by their words: the public sentence in both languages, never anything of a private part."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils import translation

from insieme.foundation.finding import Findable
from insieme.record.facts import codes_of
from insieme.record.models import Entry
from insieme.record.queries.reading import sentence_of

#: The kinds of entries that nobody finds by their words: there are thousands of pledges and of voices, and each entry says the same.
WITHOUT = ("pledges", "voices")


def findable_entries(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """The sealed entries at these positions, or the first ones behind a key, but those of the kinds `WITHOUT`. One query."""
    silent = [code for kind in WITHOUT for code in codes_of(kind)]
    rows = Entry.objects.filter(position__gt=after).exclude(code__in=silent).order_by("position")
    found = rows.filter(position__in=[int(ref) for ref in refs]) if refs is not None else rows[:limit]
    return [_entry(entry, entry.position) for entry in found if entry.position is not None]


def sentences_at(positions: Collection[int]) -> dict[int, str]:
    """What the entries at these positions state, in the reader's language. One query."""
    return {entry.position or 0: str(sentence_of(entry)) for entry in Entry.objects.filter(position__in=positions)}


def _entry(entry: Entry, position: int) -> Findable:
    said = []
    for language in ("it", "en"):
        with translation.override(language):
            said.append(str(sentence_of(entry)))
    path = reverse("record:entry", args=[position])
    return Findable("entry", str(position), position, path, title=said[0], text=said[1], at=entry.at)

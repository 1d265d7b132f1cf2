# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries and checkpoints by position. Lists page by key: ask for what stands before the last one seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import NotVisible
from insieme.foundation.prepared import Prepared
from insieme.record import facts
from insieme.record.models import Checkpoint, Entry, Parked

PAGE = 50
#: Asked for by every page that says how far the record has come.
_LATEST = Prepared(lambda: Entry.objects.exclude(position=None).order_by("-position").only("position")[:1], values=0)


def latest_position() -> int:
    """Return the position of the newest sealed entry, -1 where there is none yet."""
    found = _LATEST.first()
    return -1 if found is None or found.position is None else found.position


def feed(before: int | None = None, about: str | None = None, kind: str | None = None, limit: int = PAGE) -> list[Entry]:
    """Return sealed entries, newest first: those before a position, about a topic, of a kind. One query; of a kind, one for each code."""
    entries = Entry.objects.exclude(position=None)
    if before is not None:
        entries = entries.filter(position__lt=before)
    if about:
        entries = entries.filter(about=about)
    entries = entries.order_by("-position")
    if not kind:
        return list(entries[:limit])
    # One after the other: each is a short walk along its own index, while all codes at once would have to be sorted.
    found = [entry for code in facts.codes_of(kind) for entry in entries.filter(code=code)[:limit]]
    return sorted(found, key=lambda entry: entry.position or 0, reverse=True)[:limit]


def topics_after(position: int, *, until: int, limit: int) -> list[tuple[int, str]]:
    """Return positions and topics of the sealed entries that follow a position, oldest first, `until` the last that is asked for."""
    entries = Entry.objects.filter(position__gt=position, position__lte=until).order_by("position")
    return [(at or 0, about) for at, about in entries.values_list("position", "about")[:limit]]


def following(position: int, *, until: int, limit: int) -> list[Entry]:
    """Return the sealed entries from a position on, oldest first, `until` the last that is asked for. One query."""
    return list(Entry.objects.filter(position__gte=position, position__lte=until).order_by("position")[:limit])


def at_positions(positions: Iterable[int]) -> dict[int, Entry]:
    """Return the entries at these positions. One query."""
    return {entry.position or 0: entry for entry in Entry.objects.filter(position__in=list(positions))}


def entry_at(position: int) -> Entry:
    """Return the entry of a position. Refuses: `NotVisible` where there is none."""
    entry = Entry.objects.filter(position=position).first()
    if entry is None:
        raise NotVisible(_("The record has no entry at this position: it may not have come that far yet."))
    return entry


def entry_of(ref: str) -> Entry:
    """Return an entry by its reference, sealed or not yet. Refuses: `NotVisible` where there is none."""
    entry = Entry.objects.filter(ref=ref).first()
    if entry is None:
        raise NotVisible
    return entry


def checkpoints(before: int | None = None, limit: int = PAGE) -> list[Checkpoint]:
    """Return checkpoints, newest first: those smaller than a size."""
    rows = Checkpoint.objects.all() if before is None else Checkpoint.objects.filter(size__lt=before)
    return list(rows.order_by("-size")[:limit])


def every_checkpoint() -> Iterator[Checkpoint]:
    """Return all checkpoints, smallest first. Read page by page: no cursor stays open when somebody stops half-way."""
    size = -1
    while rows := list(Checkpoint.objects.filter(size__gt=size).order_by("size")[:1000]):
        yield from rows
        size = rows[-1].size


def checkpoint_of(size: int) -> Checkpoint:
    """Return the checkpoint of a size. Refuses: `NotVisible` where none was signed."""
    found = Checkpoint.objects.filter(size=size).first()
    if found is None:
        raise NotVisible
    return found


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint, None while nothing is sealed."""
    return Checkpoint.objects.order_by("-size").first()


def first_checkpoint_covering(position: int) -> Checkpoint | None:
    """Return the first checkpoint that vouches for a position, None while it is not sealed."""
    return Checkpoint.objects.filter(size__gt=position).order_by("size").first()


def sentence_of(entry: Entry) -> facts.Sentence:
    """Say in words what an entry states, as far as it can still be read."""
    try:
        return facts.sentence_of(entry.code, json.loads(entry.public))
    except Exception:  # noqa: BLE001 - a row that somebody has tampered with must not take the page down
        return facts.UNREADABLE


def parked() -> list[Parked]:
    """Return the facts that reactions have given up on, for somebody to look at."""
    return list(Parked.objects.filter(next_at=None).order_by("reaction", "position")[:PAGE])

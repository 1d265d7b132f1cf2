# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the index true. There is one way: ask the room that owns the things, write what it tells, drop what it does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction

from insieme.foundation.finding import Findable
from insieme.people.queries import places_by_id
from insieme.search.models import Document, Word
from insieme.search.queries.documents import documents_of
from insieme.search.queries.sources import SOURCES
from insieme.search.rules.documents import row, suggested_words

BATCH = 500
COLUMNS = ("path", "title", "text", "heading", "body", "marks", "where", "open_until", "at")


def index(kind: str, refs: Collection[str]) -> None:
    """Bring what the index says of these things up to date: what cannot be seen by everybody any more is not in it afterwards."""
    told = SOURCES[kind](refs)
    with transaction.atomic():
        gone = set(refs) - {thing.ref for thing in told}
        documents_of(kind, gone).delete()
        write(kind, told)


def refresh(kind: str) -> Iterator[int]:
    """Bring all that the index says of a kind up to date, and yield how many things were looked at, batch by batch.

    Again changes nothing. Things that come meanwhile are not lost: they have their facts.
    """
    after, seen = -1, 0
    while told := SOURCES[kind](after=after, limit=BATCH):
        with transaction.atomic():
            write(kind, told)
        after, seen = told[-1].key, seen + len(told)
        yield seen
    _drop_unknown(kind)


def write(kind: str, told: Collection[Findable]) -> int:
    """Write the documents of these things of a kind, and return how many were not there like that. Inside a transaction."""
    there = {thing.place_id for thing in told if thing.place_id}
    places = places_by_id(there) if there else {}
    standing = _standing(kind, told)
    changed = []
    for thing in told:
        place = places.get(thing.place_id or 0)
        near = (place.code, place.province, place.region) if place else None
        columns = row(thing, near=near, where=str(place or ""))
        if standing.get(thing.ref) != columns:
            changed.append((thing, columns))
    _save(changed)
    return len(changed)


def _standing(kind: str, told: Collection[Findable]) -> dict[str, dict[str, Any]]:
    """What the index says of these things now."""
    rows = documents_of(kind, [thing.ref for thing in told])
    return {each.pop("ref"): each for each in rows.values("ref", *COLUMNS)}


def _save(changed: list[tuple[Findable, dict[str, Any]]]) -> None:
    if not changed:
        return
    made = [Document(kind=thing.kind, ref=thing.ref, **columns) for thing, columns in changed]
    Document.objects.bulk_create(made, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=COLUMNS)
    suggested = [(document.pk, list(suggested_words(thing))) for document, (thing, _columns) in zip(made, changed, strict=True)]
    Word.objects.filter(document_id__in=[pk for pk, listed in suggested if listed]).delete()
    Word.objects.bulk_create([Word(document_id=pk, word=word) for pk, listed in suggested for word in listed], ignore_conflicts=True)


def _drop_unknown(kind: str) -> None:
    """Drop what the room that owns such things does not tell, batch by batch."""
    after = 0
    while known := list(Document.objects.filter(kind=kind, pk__gt=after).order_by("pk").values_list("pk", "ref")[:BATCH]):
        after = known[-1][0]
        refs = {ref for _pk, ref in known}
        gone = refs - {thing.ref for thing in SOURCES[kind](refs)}
        if gone:
            documents_of(kind, gone).delete()

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the index true. There is one way: ask the room that owns the things, write what it tells, drop what it does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import transaction

from insieme.foundation.finding import Findable
from insieme.people.queries import places_by_id
from insieme.search.models import Document, Word
from insieme.search.queries.sources import SOURCES
from insieme.search.rules.documents import row, suggested_words

BATCH = 500
COLUMNS = ("path", "title", "text", "heading", "body", "marks", "where", "open_until", "at")


def index(kind: str, refs: Collection[str]) -> None:
    """Bring what the index says of these things up to date: what cannot be seen by everybody any more is not in it afterwards."""
    told = SOURCES[kind](refs)
    with transaction.atomic():
        gone = set(refs) - {thing.ref for thing in told}
        Document.objects.filter(kind=kind, ref__in=gone).delete()
        write(told)


def refresh(kind: str) -> Iterator[int]:
    """Bring all that the index says of a kind up to date, and yield how many things were looked at, batch by batch.

    Again changes nothing. Things that come meanwhile are not lost: they have their facts.
    """
    after, seen = -1, 0
    while told := SOURCES[kind](after=after, limit=BATCH):
        with transaction.atomic():
            write(told)
        after, seen = told[-1].key, seen + len(told)
        yield seen
    _drop_unknown(kind)


def write(told: Collection[Findable]) -> int:
    """Write the documents of these things, and return how many were not there like that. Inside a transaction."""
    there = {thing.place_id for thing in told if thing.place_id}
    places = places_by_id(there) if there else {}
    standing = _standing(told)
    changed = []
    for thing in told:
        place = places.get(thing.place_id or 0)
        near = (place.code, place.province, place.region) if place else None
        columns = row(thing, near=near, where=str(place or ""))
        if standing.get((thing.kind, thing.ref)) != columns:
            changed.append((thing, columns))
    _save(changed)
    return len(changed)


def _standing(told: Collection[Findable]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the index says of these things now."""
    rows = Document.objects.filter(kind__in={thing.kind for thing in told}, ref__in=[thing.ref for thing in told])
    return {(each.pop("kind"), each.pop("ref")): each for each in rows.values("kind", "ref", *COLUMNS)}


def _save(changed: list[tuple[Findable, dict[str, Any]]]) -> None:
    if not changed:
        return
    made = [Document(kind=thing.kind, ref=thing.ref, **columns) for thing, columns in changed]
    Document.objects.bulk_create(made, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=COLUMNS)
    keys = {(kind, ref): pk for kind, ref, pk in _keys(made)}
    suggested = [(keys[thing.kind, thing.ref], list(suggested_words(thing))) for thing, _columns in changed]
    Word.objects.filter(document_id__in=[pk for pk, listed in suggested if listed]).delete()
    Word.objects.bulk_create([Word(document_id=pk, word=word) for pk, listed in suggested for word in listed], ignore_conflicts=True)


def _keys(made: list[Document]) -> Iterable[tuple[str, str, int]]:
    rows = Document.objects.filter(kind__in={each.kind for each in made}, ref__in=[each.ref for each in made])
    return rows.values_list("kind", "ref", "pk")


def _drop_unknown(kind: str) -> None:
    """Drop what the room that owns such things does not tell, batch by batch."""
    after = 0
    while known := list(Document.objects.filter(kind=kind, pk__gt=after).order_by("pk").values_list("pk", "ref")[:BATCH]):
        after = known[-1][0]
        refs = {ref for _pk, ref in known}
        gone = refs - {thing.ref for thing in SOURCES[kind](refs)}
        if gone:
            Document.objects.filter(kind=kind, ref__in=gone).delete()

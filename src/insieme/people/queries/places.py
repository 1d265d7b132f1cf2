# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places by code, by id and by what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from insieme.people.models import Place
from insieme.people.rules import WrittenPlace, fold

LIMIT = 8


def place_by_code(code: str) -> Place | None:
    """The place with this ISTAT code, for example "037006". One query."""
    return Place.objects.filter(code=code).first()


def places_by_id(ids: Iterable[int]) -> dict[int, Place]:
    """The places with these ids. One query."""
    return Place.objects.in_bulk(set(ids))


def find_places(text: str, limit: int = LIMIT) -> list[Place]:
    """Places that somebody who typed `text` may mean: names that begin so, then names with such a word in them. Two queries at most."""
    wanted = fold(text)
    if not wanted:
        return []
    first = list(Place.objects.filter(Q(folded__startswith=wanted) | Q(folded__contains=f"|{wanted}")).order_by("folded")[:limit])
    if len(first) == limit:
        return first
    inside = Place.objects.filter(folded__contains=f" {wanted}").exclude(pk__in=[place.pk for place in first])
    return first + list(inside.order_by("folded")[: limit - len(first)])


def places_named(said: WrittenPlace) -> list[Place]:
    """The places that go by exactly this name, in any of their languages. One query."""
    name = fold(said.name)
    called = Q(folded=name) | Q(folded__startswith=f"{name}|") | Q(folded__endswith=f"|{name}")
    found = Place.objects.filter(called, country=said.country)
    return list(found.filter(province=said.province) if said.province else found)

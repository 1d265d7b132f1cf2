# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places by code, by id and by what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.people.models import Place
from insieme.people.rules import FreePlace, WrittenPlace, fold, read_place

LIMIT = 8


def place_by_code(code: str) -> Place | None:
    """The place with this ISTAT code, for example "037006". One query."""
    return Place.objects.filter(code=code).first()


def places_by_code(codes: Iterable[str]) -> dict[str, Place]:
    """The places with these codes. One query."""
    return {place.code: place for place in Place.objects.filter(code__in=set(codes))}


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


def place_written(text: str) -> Place | FreePlace | None:
    """The place that is meant by what somebody wrote, None where nothing was. Three queries at most.

    Refuses: `Invalid` for a name that no municipality has, or that several have, with a list of them.
    """
    if not text.strip():
        return None
    said = read_place(text)
    found = places_named(said)
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid({"place": _("There are several: %(places)s. Write the one you mean.") % {"places": _listed(found)}})
    if said.country != "IT":
        return FreePlace(said.name, said.country)
    if near := find_places(said.name):
        raise Invalid({"place": _("There is no municipality of that name. Perhaps you mean %(places)s.") % {"places": _listed(near)}})
    raise Invalid({"place": _("There is no municipality of that name. Abroad, add the country in two letters, as in Lugano, CH.")})


def _listed(places: list[Place]) -> str:
    return ", ".join(str(place) for place in places)

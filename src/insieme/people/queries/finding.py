# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations, and the people who allow it, as they can be found by their words."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from insieme.foundation.finding import Findable
from insieme.foundation.text import unmarked
from insieme.people.models import Organisation, Person, Profile


def findable_organisations(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """The organisations at these addresses, or the first ones behind a key. One query."""
    rows = Organisation.objects.filter(pk__gt=after).order_by("pk")
    return [
        Findable(
            kind="organisation",
            ref=each.slug,
            key=each.pk,
            path=reverse("people:organisation", args=[each.slug]),
            title=each.name,
            text=unmarked(each.about),
            at=each.created_at,
            place_id=each.place_id,
        )
        for each in (rows.filter(slug__in=refs) if refs is not None else rows[:limit])
    ]


def findable_people(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """Those of these persons who allow to be found, or the first ones behind a key. One query."""
    rows = _allowing().filter(pk__gt=after).order_by("pk")
    return [
        Findable(
            kind="person",
            ref=each.ref,
            key=each.pk,
            path=reverse("people:person", args=[each.handle]),
            title=str(each),
            text=f"@{each.handle}",
            at=each.joined_at,
            place_id=each.place_id,
        )
        for each in (rows.filter(ref__in=refs) if refs is not None else rows[:limit])
    ]


def _allowing() -> QuerySet[Person]:
    """Who wants to be found by their name, and has a page to be found on."""
    wanting = Profile.objects.filter(findable=True).values("person_id")
    return Person.objects.filter(pk__in=wanting, is_active=True, handle__isnull=False)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom it concerns what happens to a call, beside those who follow it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from insieme.offers.models import Call, CompanyInvitation, Offer, Phase, Pledge
from insieme.people.access import INCLUDED_IN
from insieme.people.queries import caring_for, organisations_by_id, persons_by_ref, places_by_id
from insieme.people.queries.organisations import powers_at

#: So long before the deadline those who follow a call and have not pledged are reminded.
LAST_DAY = timedelta(days=1)


def pledged(slug: str) -> QuerySet[Pledge, Any]:
    """Those whose pledge stands in the call, as a query for their ids."""
    return Pledge.objects.filter(call__slug=slug, person__isnull=False).standing().values("person_id")


def people_of(slug: str) -> list[int]:
    """The ids of those whose pledge stands in the call. One query."""
    return [row["person_id"] for row in pledged(slug).order_by("person_id")]


def promoting(slug: str, *, but: str = "") -> set[int]:
    """The ids of those who may act for an organisation that promotes the call, and of the persons who do. Three queries at most.

    Left out is the person `but` (`person:<ref>`).
    """
    call = Call.objects.only("promoter_id", "co_promoters").get(slug=slug)
    people = {*_managers(call.promoters), *call.co_promoters.get("persons", ())}
    return people - {person.pk for person in persons_by_ref([but.partition(":")[2]]).values()} if but else people


def bidding(slug: str) -> set[int]:
    """The ids of those who may act for a company whose signed offer stands. Two queries."""
    return _managers(Offer.objects.filter(call__slug=slug).standing().values_list("organisation_id", flat=True))


def invited(slug: str, company: str) -> str:
    """The key of the invitation of this company to the call; empty where there is none. One query."""
    found = CompanyInvitation.objects.filter(call__slug=slug, organisation__slug=company)
    return found.values_list("key", flat=True).first() or ""


def topics_around(slug: str) -> list[str]:
    """Who promotes the call and where, as topics that people follow. Three queries at most."""
    call = Call.objects.only("promoter_id", "co_promoters", "place_id").get(slug=slug)
    places = places_by_id([call.place_id]).values() if call.place_id else ()
    promoters = sorted(each.slug for each in organisations_by_id(call.promoters).values())
    return [*(f"organisation:{promoter}" for promoter in promoters), *(f"place:{place.code}" for place in places)]


def interested(slug: str) -> QuerySet[Any, Any]:
    """The ids of those who care for what the call is about, and live around its place if it has one. One query, and itself."""
    call = Call.objects.select_related("place").only("category", "place").get(slug=slug)
    return caring_for(call.category, near=call.place)


def closing_soon(now: datetime) -> list[Call]:
    """The calls in which people choose for a day more at most. One query."""
    closing = Call.objects.filter(phase=Phase.CHOOSING, closes_at__gt=now, closes_at__lte=now + LAST_DAY)
    return list(closing.order_by("closes_at", "pk"))


def _managers(organisation_ids: Iterable[int]) -> set[int]:
    powers = powers_at(organisation_ids)
    return {person for held in powers.values() for person, kind in held.items() if kind in INCLUDED_IN["manager"]}

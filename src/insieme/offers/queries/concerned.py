# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom it concerns what happens to a call, beside those who follow it."""

from __future__ import annotations

from datetime import datetime, timedelta

from insieme.offers.models import Call, Offer, Phase, Pledge
from insieme.people.access import INCLUDED_IN
from insieme.people.queries import organisations_by_id, places_by_id, staff
from insieme.people.queries.organisations import powers_at

#: So long before the deadline those who follow a call and have not pledged are reminded.
LAST_DAY = timedelta(days=1)


def people_of(slug: str) -> list[int]:
    """The ids of those whose pledge stands in the call. One query."""
    standing = Pledge.objects.filter(call__slug=slug, person__isnull=False).standing()
    return [person for person in standing.order_by("person_id").values_list("person_id", flat=True) if person]


def managers_of(slug: str) -> list[int]:
    """The ids of those who may act for the organisation that promotes the call. Two queries."""
    promoter = Call.objects.values_list("promoter_id", flat=True).get(slug=slug)
    return [role.person_id for role in staff(promoter) if role.kind in INCLUDED_IN["manager"]]


def bound_by(slug: str) -> list[int]:
    """The ids of those who may act for the promoter of the call or for a company whose signed offer stands. Three queries."""
    call = Call.objects.get(slug=slug)
    companies = Offer.objects.filter(call=call).standing().values_list("organisation_id", flat=True)
    powers = powers_at([call.promoter_id, *companies])
    return sorted({person for held in powers.values() for person, kind in held.items() if kind in INCLUDED_IN["manager"]})


def topics_around(slug: str) -> list[str]:
    """Who promotes the call and where, as topics that people follow. Three queries at most."""
    call = Call.objects.only("promoter_id", "place_id").get(slug=slug)
    places = places_by_id([call.place_id]).values() if call.place_id else ()
    return [f"organisation:{organisations_by_id([call.promoter_id])[call.promoter_id].slug}", *(f"place:{place.code}" for place in places)]


def closing_soon(now: datetime) -> list[Call]:
    """The calls in which people choose for a day more at most. One query."""
    closing = Call.objects.filter(phase=Phase.CHOOSING, closes_at__gt=now, closes_at__lte=now + LAST_DAY)
    return list(closing.order_by("closes_at", "pk"))

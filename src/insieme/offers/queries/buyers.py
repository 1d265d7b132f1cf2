# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys from an offer, as its company needs to know it in order to deliver. Never asked for anybody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from insieme.foundation.money import Money
from insieme.offers.models import Agreement, Answer, Assignment, Failure, Offer, Stage
from insieme.offers.models.outcomes import AssignmentQuerySet
from insieme.people.access import INCLUDED_IN
from insieme.people.queries.organisations import powers_at

#: Somebody who has closed their account stands in no list: the row that is left of them tells nothing.
_THERE = Q(pledge__person__is_active=True)


@dataclass(frozen=True, slots=True)
class Buyer:
    """One person who buys: how to reach them, how much for how much, and since when. The place is empty where they have told none."""

    key: int
    name: str
    email: str
    place: str
    quantity: int
    total: Money
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Sold:
    """All that an offer sells: to how many people, how many units, for how much in all; and how many people have closed their account."""

    people: int
    units: int
    total: Money
    left: int


def buyers_of(offer: Offer, *, after: int | None = None, limit: int) -> list[Buyer]:
    """Those who buy from the offer now, behind the key `after`; of an offer that failed nobody, after a takeover those carried over too.

    One query.
    """
    rows = _standing(offer).filter(_THERE).annotate(carried_at=_carried_at()).select_related("pledge__person__place")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [_buyer(row, offer) for row in rows.order_by("pk")[:limit]]


def sold(offer: Offer) -> Sold:
    """The sums over all of them. One query."""
    found = _standing(offer).aggregate(people=Count("pk", filter=_THERE), units=Sum("quantity", filter=_THERE), all=Count("pk"))
    units = found["units"] or 0
    return Sold(found["people"], units, offer.price * units, found["all"] - found["people"])


def has_failed(offer: Offer) -> bool:
    """Whether the company of the offer was said to fail. One query."""
    return Failure.objects.filter(offer_id=offer.pk).exists()


def sold_by(call_id: int, acts_for: Collection[int]) -> list[Offer]:
    """The offers of these companies from which somebody buys in the call, each with its organisation. One query; none for no company."""
    if not acts_for:
        return []
    bought = Assignment.objects.standing().filter(call_id=call_id).values("offer_id")
    return list(Offer.objects.filter(pk__in=bought, organisation_id__in=acts_for).select_related("organisation").order_by("pk"))


def sellers_of(ref: str) -> list[int]:
    """The ids of those who may sign for the company of an offer. Two queries."""
    company = Offer.objects.values_list("organisation_id", flat=True).get(ref=ref)
    return [person for person, kind in powers_at([company]).get(company, {}).items() if kind in INCLUDED_IN["manager"]]


def _standing(offer: Offer) -> AssignmentQuerySet:
    return Assignment.objects.standing().filter(offer_id=offer.pk)


def _carried_at() -> Subquery:
    """When somebody was carried over to the offer from one that failed."""
    said_yes = Agreement.objects.filter(pledge_id=OuterRef("pledge_id"), answer=Answer.YES, failure__stage=Stage.CARRIED)
    return Subquery(said_yes.filter(failure__runner_up_id=OuterRef("offer_id")).order_by("-pk").values("failure__ended_at")[:1])


def _buyer(row: Any, offer: Offer) -> Buyer:
    person = row.pledge.person
    place = str(person.place) if person.place else ""
    since = row.carried_at or offer.call.cleared_at
    return Buyer(row.pk, str(person), person.email, place, row.quantity, offer.price * row.quantity, since)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls as lists and as one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from insieme.foundation.actor import Actor
from insieme.offers import access
from insieme.offers.models import Call, Offer, Outcome, Phase, Pledge
from insieme.offers.queries.offers import gathered, is_settled, remembered, terms_of
from insieme.offers.queries.outcomes import outcome_in_short
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.rules.pledging import Terms
from insieme.people.access import organisations_of
from insieme.people.queries import organisations_by_id, places_by_id

#: The lists that one may ask for, and the phases in each.
LISTS = {
    "choosing": (Phase.CHOOSING,),
    "open": (Phase.OPEN,),
    "decided": (Phase.CLOSED, Phase.CLEARED),
    "cancelled": (Phase.CANCELLED,),
}
BACKWARDS = frozenset({"decided", "cancelled"})


@dataclass(frozen=True, slots=True)
class CallPage:
    """All that the page of a call shows. `offers` are None where `terms` were known without reading them."""

    call: Call
    terms: dict[str, Terms]
    offers: list[Offer] | None
    drafts: list[Offer]
    mine: Pledge | None
    outcome: Outcome | None
    may_edit: bool
    may_cancel: bool
    may_offer: bool
    may_pledge: bool


def call_page(actor: Actor, slug: str, *, now: datetime) -> CallPage:
    """The page of a call for this reader. At most eight queries, however many offers there are."""
    call = access.call(actor, slug)
    settled, known = is_settled(call), remembered(call)
    acts_for = set() if settled else {organisation.pk for organisation in organisations_of(actor)}
    promotes = permits(call.phase, Verb.CANCEL) and (access.may(actor, call, Verb.CANCEL) if settled else call.promoter_id in acts_for)
    offers, drafts = (None, []) if known is not None else gathered(call, drafts_of=acts_for)
    dress([call])
    return CallPage(
        call=call,
        terms=terms_of(call, offers or []) if known is None else known,
        offers=offers,
        drafts=drafts,
        mine=access.last_pledge(actor, call) if settled else None,
        outcome=outcome_in_short(call) if call.phase == Phase.CLEARED else None,
        may_edit=promotes and permits(call.phase, Verb.EDIT) and not offers,
        may_cancel=promotes,
        may_offer=permits(call.phase, Verb.OFFER) and not promotes,
        may_pledge=permits(call.phase, Verb.PLEDGE) and now < call.closes_at,
    )


def calls(
    which: str, *, category: str = "", place_id: int | None = None, after: tuple[datetime, int] | None = None, limit: int = 20
) -> list[Call]:
    """One page of published calls, each with `company` and `where`, the next deadline first (the last one first once decided).

    `after` is the deadline and id of the last one of the page before. Four queries.
    """
    found = _ordered(which)
    if category:
        found = found.filter(category=category)
    if place_id:
        found = found.filter(place_id=place_id)
    if after is not None:
        at, pk = after
        side = "lt" if which in BACKWARDS else "gt"
        found = found.filter(Q(**{f"closes_at__{side}": at}) | Q(closes_at=at, **{f"pk__{side}": pk}))
    listed = dress(list(found[:limit]))
    _tell(listed)
    return listed


def lately(*, choosing: int = 5, others: int = 3) -> dict[str, list[Call]]:
    """What the first page shows: the calls in which people choose, those open for offers, the last ones decided. Six queries."""
    found = {
        "choosing": list(_ordered("choosing")[:choosing]),
        "open": list(_ordered("open")[:others]),
        "decided": list(_ordered("decided")[:others]),
    }
    dress([call for listed in found.values() for call in listed])
    _tell(found["decided"])
    return found


def _ordered(which: str) -> QuerySet[Call]:
    order = ("-closes_at", "-pk") if which in BACKWARDS else ("closes_at", "pk")
    found: QuerySet[Call] = Call.objects.published().filter(phase__in=LISTS[which]).order_by(*order)
    return found


def _tell(found: list[Call]) -> None:
    """Give the cleared ones among these calls their `told`: the names that go ahead and how many people they serve."""
    ids = [call.pk for call in found if call.phase == Phase.CLEARED]
    rows = Outcome.objects.filter(call_id__in=ids).values_list("call_id", "summary__offers", "people_served") if ids else []
    told = {pk: {"names": [each["name"] for each in offers or [] if each["active"]], "people": people} for pk, offers, people in rows}
    for call in found:
        call.told = told.get(call.pk)  # type: ignore[attr-defined]


def dress(found: list[Call]) -> list[Call]:
    """The same calls, each with its promoter as `company` and its place as `where`. Two queries at most."""
    bare = [call for call in found if not hasattr(call, "company")]
    companies = organisations_by_id({call.promoter_id for call in bare}) if bare else {}
    there = {call.place_id for call in found if call.place_id}
    places = places_by_id(there) if there else {}
    for call in bare:
        call.company = companies[call.promoter_id]  # type: ignore[attr-defined]
    for call in found:
        call.where = places.get(call.place_id or 0)  # type: ignore[attr-defined]
    return found

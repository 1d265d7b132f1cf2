# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls as lists and as one page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet, prefetch_related_objects

from insieme.foundation.actor import Actor
from insieme.foundation.prepared import Prepared
from insieme.offers import access
from insieme.offers.models import Call, Offer, Outcome, Phase, Pledge
from insieme.offers.queries.offers import gathered, in_short, is_settled, remembered, renamed, terms_of
from insieme.offers.queries.outcomes import as_it_stands, outcome_in_short
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.rules.pledging import Terms
from insieme.people.access import organisations_of
from insieme.people.queries import organisations_by_id

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
    """All that the page of a call shows; what only its kept blocks show is read when they are rendered anew.

    `offers` are the signed ones: `whole`, or in short where the terms were remembered.
    `to_hear` counts the organisations that wait for an answer of the reader, who promotes the call.
    """

    call: Call
    terms: dict[str, Terms]
    offers: list[Offer]
    whole: bool
    drafts: list[Offer]
    mine: Pledge | None
    outcome: Outcome | None
    may_edit: bool
    may_cancel: bool
    may_promote: bool
    to_hear: int
    may_offer: bool
    may_pledge: bool


def call_page(actor: Actor, slug: str, *, now: datetime) -> CallPage:
    """The page of a call for this reader. At most six queries, however many offers there are; the call has its `company`."""
    call = access.call(actor, slug)
    settled, known = is_settled(call), remembered(call)
    acts_for = set() if settled else {organisation.pk for organisation in organisations_of(actor)}
    promotes = permits(call.phase, Verb.CANCEL) and access.promotes(actor, call, acts_for=None if settled else acts_for)
    waiting = call.beside.get("hearings", 0)
    offers, drafts = gathered(call, drafts_of=acts_for) if known is None else (in_short(call), [])
    return CallPage(
        call=call,
        terms=terms_of(call, offers) if known is None else renamed(known, offers),
        offers=offers,
        whole=known is None,
        drafts=drafts,
        mine=access.last_pledge(actor, call) if settled else None,
        outcome=outcome_in_short(call) if call.phase == Phase.CLEARED else None,
        may_edit=promotes and permits(call.phase, Verb.EDIT) and not offers,
        may_cancel=promotes,
        may_promote=promotes,
        to_hear=waiting if waiting and (promotes or access.promotes(actor, call)) else 0,
        may_offer=permits(call.phase, Verb.OFFER) and not promotes,
        may_pledge=permits(call.phase, Verb.PLEDGE) and now < call.closes_at,
    )


def calls(
    which: str, *, category: str = "", place_id: int | None = None, after: tuple[datetime, int] | None = None, limit: int = 20
) -> list[Call]:
    """One page of published calls, each with `company`, the next deadline first (the last one first once decided).

    `after` is the deadline and id of the last one of the page before. Two queries.
    """
    if not (category or place_id or after):
        return _name(_beginning(which, limit).rows())
    found = _ordered(which)
    if category:
        found = found.filter(category=category)
    if place_id:
        found = found.filter(place_id=place_id)
    if after is not None:
        at, pk = after
        side = "lt" if which in BACKWARDS else "gt"
        found = found.filter(Q(**{f"closes_at__{side}": at}) | Q(closes_at=at, **{f"pk__{side}": pk}))
    return _name(list(found[:limit]))


def lately(*, choosing: int = 5, others: int = 3) -> dict[str, list[Call]]:
    """What the first page shows: the calls in which people choose, those open for offers, the last ones decided.

    Each with `company`. Four queries.
    """
    most = {"choosing": choosing, "open": others, "decided": others}
    found = {which: _beginning(which, limit).rows() for which, limit in most.items()}
    _name([call for listed in found.values() for call in listed])
    return found


def titles_of(slugs: Collection[str]) -> dict[str, str]:
    """The titles of the published ones among the calls with these slugs. One query."""
    return dict(Call.objects.published().filter(slug__in=slugs).values_list("slug", "title"))


def _ordered(which: str) -> QuerySet[Call]:
    order = ("-closes_at", "-pk") if which in BACKWARDS else ("closes_at", "pk")
    found: QuerySet[Call] = Call.objects.published().filter(phase__in=LISTS[which]).order_by(*order)
    return found


@cache
def _beginning(which: str, limit: int) -> Prepared[Call]:
    """The first ones of a list: asked for by the pages that everybody visits."""
    return Prepared(lambda: _ordered(which)[:limit], values=0)


def in_full(found: list[Call]) -> list[Call]:
    """The same calls with all that a list says of them: what `dress` gives, and `told` to the cleared ones.

    That is what stands of the outcome now. Three queries at most.
    """
    ids = [call.pk for call in found if call.phase == Phase.CLEARED]
    rows = Outcome.objects.filter(call_id__in=ids).values_list("call_id", "summary__offers") if ids else []
    told = {pk: as_it_stands(offers or ()) for pk, offers in rows}
    for call in found:
        call.told = told.get(call.pk)  # type: ignore[attr-defined]
    return dress(found)


def dress(found: list[Call]) -> list[Call]:
    """The same calls, each with its promoter as `company` and its place. Two queries at most."""
    prefetch_related_objects(_name(found), "place")
    return found


def _name(found: list[Call]) -> list[Call]:
    bare = [call for call in found if not hasattr(call, "company")]
    companies = organisations_by_id({call.promoter_id for call in bare})
    for call in bare:
        call.company = companies[call.promoter_id]  # type: ignore[attr-defined]
    return found

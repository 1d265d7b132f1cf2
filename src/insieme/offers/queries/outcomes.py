# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes: the public one, and what it means to one reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.foundation.money import Money
from insieme.foundation.prepared import Prepared
from insieme.offers import access
from insieme.offers.models import Assignment, Call, Offer, Outcome, Pledge
from insieme.offers.queries.concerned import pledged
from insieme.offers.queries.pledges import last_bought
from insieme.offers.queries.unserved import fates_among, reasons_for
from insieme.offers.rules.unserved import Reason, Why, sentences
from insieme.people.access import INCLUDED_IN
from insieme.people.queries.organisations import powers_at
from insieme.people.queries.reach import Reach, reach_of

#: The lists of everybody and who got what of them; and with the reduced lists and their result all files of a recount.
AUDITED = ("full", "full_result")
FILES = ("reduced", "result", *AUDITED)
#: Asked for by every page of a cleared call.
_IN_SHORT: Prepared[Outcome] = Prepared(lambda call: Outcome.objects.filter(call_id=call).defer(*FILES), values=1)


@dataclass(frozen=True, slots=True)
class Got:
    """What one person buys: so many units of a product from a company, for so much in all. `unit` is the call's, as people write it."""

    company: str
    product: str
    quantity: int
    unit: str
    total: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of an outcome now: the `names` that go ahead and their `people`, and of whom `failed` since."""

    names: list[str]
    people: int
    failed: list[str]


def as_it_stands(offers: Iterable[Mapping[str, Any]]) -> Standing:
    """What stands of an outcome, from the offers in its summary, which tell what came of each later."""
    rows = [each for each in offers if each.get("active") or each.get("took_over")]
    going = [each for each in rows if not each.get("failed")]
    people = sum((each["people"] if each.get("active") else 0) + each.get("took_over", 0) for each in going)
    return Standing([each["name"] for each in going], people, [each["name"] for each in rows if each.get("failed")])


def outcome_of(call: Call) -> Outcome:
    """The outcome of a cleared call, without the auditors' files. Refuses: `NotVisible` before there is one."""
    found = Outcome.objects.filter(call_id=call.pk).defer(*AUDITED).first()
    if found is None:
        raise NotVisible
    return found


def reach_of_call(call: Call) -> Reach:
    """Whom the call reached, of those whose pledge stands: as it is now, so it is asked once and kept. One query."""
    return reach_of(pledged(call.slug))


def outcome_in_short(call: Call) -> Outcome | None:
    """The outcome of a call without the files of the recount; None while there is none. One query."""
    return _IN_SHORT.first(call.pk)


def file_of(actor: Actor, call: Call, name: str) -> str:
    """One of the outcome's files as it was published; those of `AUDITED` for who may audit the call.

    Refuses: `NotVisible`, also for those to everybody else.
    """
    if name in AUDITED and not access.may_audit(actor, call):
        raise NotVisible
    found = Outcome.objects.filter(call_id=call.pk).values_list(name, flat=True).first()
    if found is None:
        raise NotVisible
    return str(found)


def result_for(mine: Pledge | None) -> Assignment | None:
    """What somebody's last pledge got, with its offer; None where it got nothing or there is none. One query at most."""
    if mine is None or mine.withdrawn:
        return None
    return Assignment.objects.standing().filter(pledge_id=mine.pk).select_related("offer", "pledge").first()


def got_by(about: str, _data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each of these people `got` of the call `about` is or `why` nothing, and for which companies they act that go ahead (`won`).

    Whose supplier has failed by now is told who it was (`lost`). Left out is on whose list no offer went ahead, if they act for no company.
    Five queries, six where `reasons_for` asks, which read of the assignments those of these people alone: this is asked anew for each
    batch of letters.
    """
    # By people, not by call: for that the database would look at everybody's.
    pledges = list(Pledge.objects.filter(call__slug=about.removeprefix("call:"), person_id__in=person_ids).standing())
    offers = Offer.objects.filter(call__slug=about.removeprefix("call:")).standing().select_related("organisation", "call")
    named = {offer.pk: offer for offer in offers.order_by("pk")}
    rows = last_bought([pledge.pk for pledge in pledges])
    fates = fates_among(named.values())
    why = reasons_for([pledge for pledge in pledges if pledge.pk not in rows], fates)
    told = {pledge.person_id: _told(rows.get(pledge.pk), why.get(pledge.pk, []), named) for pledge in pledges if pledge.person_id}
    going = {offer.organisation_id: offer for offer in named.values() if offer.ref in fates and fates[offer.ref].goes}
    for company, powers in powers_at(going).items():
        acting = {person for person, kind in powers.items() if kind in INCLUDED_IN["manager"]}
        for person in acting.intersection(person_ids):
            told.setdefault(person, {}).setdefault("won", []).append(_sells(going[company]))
    return {person: own for person, own in told.items() if own}


def _sells(offer: Offer) -> dict[str, str]:
    """The company that goes ahead, and where it reads who buys."""
    return {"name": offer.organisation.name, "buyers": settings.SITE_URL + reverse("offers:buyers", args=[offer.call.slug, offer.ref])}


def _told(row: Assignment | None, why: list[Reason], offers: Mapping[int, Offer]) -> dict[str, Any]:
    if row is None:
        # In words when it is read, in the language of the letter.
        return {"why": partial(sentences, why)} if any(each.why != Why.NOT_AHEAD for each in why) else {}
    offer = offers[row.offer_id]
    if row.closed_at:
        return {"lost": offer.organisation.name}
    return {"got": Got(offer.organisation.name, offer.product, row.quantity, offer.call.unit, offer.price * row.quantity)}

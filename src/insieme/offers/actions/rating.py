# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rating an offer by the criteria of its call, until the close; reporting and hiding a reason that does not belong there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible
from insieme.offers import access, facts
from insieme.offers.models import Call, Offer, Rating, Standing
from insieme.offers.queries.ratings import shown_reason
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.ratings import Mark, criteria_of, judge_marks
from insieme.people.access import SignInFirst
from insieme.people.queries import organisations_by_id
from insieme.people.queries.organisations import sides_of
from insieme.record.actions import say
from insieme.voices.access import refuse_others
from insieme.voices.actions.moderating import OwnTalk


class OwnReason(Denied):
    """Whoever regrets their reason can write another."""

    code = "own_reason"
    sentence = _("These are your own words: you can change them yourself.")


@transaction.atomic
def rate(slug: str, ref: str, *, by: Actor, marks: Sequence[Mark], now: datetime) -> list[Rating]:
    """Give an offer these marks, in the place of those that the person gave before; what they have to do with the call is kept with them.

    The same twice is once. Refuses: what `access.offer` refuses; `Invalid` marks, or without a reason. Says: `OfferRated`.
    """
    offer = access.offer(by, slug, ref, to=Verb.RATE, now=now, lock=True)
    if by.person_id is None:
        raise SignInFirst
    judge_marks(marks, len(criteria_of(offer.call.criteria)))
    locks.exclusive(f"rating:{offer.pk}:{by.person_id}")
    before = {each.criterion: each for each in Rating.objects.filter(offer=offer, person_id=by.person_id)}
    new = [each for each in marks if not _stands(before.get(each.criterion), each, offer)]
    if not new:
        return list(before.values())
    standing = _standing(by.person_id, offer.call)
    for each in new:
        said = {"mark": each.mark, "reason": each.reason.strip(), "standing": standing, "revision": offer.revision, "at": now}
        # Other words were not looked at by whoever hid the former ones.
        Rating.objects.update_or_create(offer=offer, person_id=by.person_id, criterion=each.criterion, defaults=said | {"hidden": False})
    # The reasons are not in the record, not even in the part that can be erased: there nobody could hide them.
    marked = [{"criterion": each.criterion, "mark": each.mark} for each in new]
    fact = facts.OfferRated(slug, offer.call.title, ref, _name(offer), offer.revision, marks=marked, standing=standing)
    say(fact, about=offer.call.topic, by=by, at=now)
    return list(Rating.objects.filter(offer=offer, person_id=by.person_id).order_by("criterion"))


@transaction.atomic
def report_reason(slug: str, ref: str, rating_ref: str, *, by: Actor, now: datetime) -> None:
    """Ask the moderators to look at the words that somebody gave with a mark.

    Refuses: what `access.offer` refuses; `SignInFirst`; `NotVisible`, of what is not shown; `OwnReason`. Says: `ReasonReported`, never who.
    """
    offer = access.offer(by, slug, ref)
    if by.person_id is None:
        raise SignInFirst
    found = shown_reason(offer, rating_ref, now=now)
    if found is None:
        raise NotVisible
    if found.person_id == by.person_id:
        raise OwnReason
    say(facts.ReasonReported(slug, offer.call.title, ref, _name(offer), found.ref), about=offer.call.topic, by=by, at=now)


@transaction.atomic
def hide_reason(slug: str, ref: str, rating_ref: str, *, by: Actor, now: datetime) -> None:
    """Hide the words that somebody gave with a mark; the mark still counts. Twice is once.

    Refuses: what `access.offer` refuses; `OnlyModerators`; `OwnTalk` to who stands on a side; `NotVisible`. Says: `ReasonHidden`.
    """
    offer = access.offer(by, slug, ref)
    refuse_others(by)
    if by.person_id is not None and _standing(by.person_id, offer.call) != Standing.OUTSIDE:
        raise OwnTalk
    found = Rating.objects.select_for_update().filter(offer=offer, ref=rating_ref).first()
    if found is None:
        raise NotVisible
    if not found.hidden:
        Rating.objects.filter(pk=found.pk).update(hidden=True)
        say(facts.ReasonHidden(slug, offer.call.title, ref, _name(offer)), about=offer.call.topic, by=by, at=now)


def _stands(before: Rating | None, given: Mark, offer: Offer) -> bool:
    return before is not None and (before.mark, before.reason, before.revision) == (given.mark, given.reason.strip(), offer.revision)


def _standing(person_id: int, call: Call) -> str:
    bidders = set(call.offers.standing().values_list("organisation_id", flat=True))
    sides = sides_of(person_id, call.promoters | bidders)
    if sides & bidders:
        return Standing.BIDDER
    return Standing.PROMOTER if sides or person_id in call.co_promoters.get("persons", ()) else Standing.OUTSIDE


def _name(offer: Offer) -> str:
    return str(organisations_by_id([offer.organisation_id])[offer.organisation_id].name)

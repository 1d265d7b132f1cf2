# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rating an offer by the criteria of its call, until the close. The marks are rows of this room; why is said as a voice without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.offers import access, facts
from insieme.offers.actions.naming import name_of_talk
from insieme.offers.models import Offer, Rating
from insieme.offers.queries.ratings import side_of
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.ratings import Mark, criteria_of, judge_marks
from insieme.people.access import SignInFirst
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say
from insieme.voices.actions import open_thread, review


@transaction.atomic
def rate(slug: str, ref: str, *, by: Actor, marks: Sequence[Mark], language: str = "it", now: datetime) -> list[Rating]:
    """Give an offer these marks, in the place of those that the person gave before; what they have to do with the call is kept with them.

    The same twice is once. Refuses: what `access.offer` refuses; `Invalid` marks, or without a reason.
    Says: `OfferRated`, never with the marks in public; of the reasons what `voices.actions.review` says.
    """
    offer = access.offer(by, slug, ref, to=Verb.RATE, now=now, lock=True)
    if by.person_id is None:
        raise SignInFirst
    judge_marks(marks, len(criteria_of(offer.call.criteria)))
    locks.exclusive(f"rating:{offer.pk}:{by.person_id}")
    before = {each.criterion: each for each in Rating.objects.select_related("voice__thread").filter(offer=offer, person_id=by.person_id)}
    new = [each for each in marks if not _stands(before.get(each.criterion), each, offer)]
    if not new:
        return list(before.values())
    standing, name = side_of(by.person_id, offer.call), _name(offer)
    thread = _talk(offer, name, by=by, now=now)
    for each in new:
        was = before.get(each.criterion)
        try:
            voice = review(thread, each.reason.strip(), by=by, language=language, now=now, before=was.voice if was else None)
        except Invalid as refusal:
            raise Invalid({f"reason-{each.criterion}": words for words in refusal.fields.values()}) from refusal
        said = {"mark": each.mark, "voice": voice, "standing": standing, "revision": offer.revision, "at": now}
        Rating.objects.update_or_create(offer=offer, person_id=by.person_id, criterion=each.criterion, defaults=said)
    marked = [{"criterion": each.criterion, "mark": each.mark} for each in new]
    fact = facts.OfferRated(slug, offer.call.title, ref, name, offer.revision, marks=marked, standing=standing)
    say(fact, about=offer.call.topic, by=by, at=now)
    return list(Rating.objects.filter(offer=offer, person_id=by.person_id).select_related("voice").order_by("criterion"))


def _talk(offer: Offer, company: str, *, by: Actor, now: datetime) -> Any:
    """Where people say why they rate it so; opened with the first who does."""
    if offer.reviews is None:
        offer.reviews = open_thread(
            about=offer.call.topic,
            organisation_id=offer.organisation_id,
            path=reverse("offers:ratings", args=[offer.call.slug, offer.ref]),
            title=name_of_talk(company, offer.call),
            unnamed=True,
            by=by,
            now=now,
        )
        offer.save(update_fields=["reviews"])
    return offer.reviews


def _stands(before: Rating | None, given: Mark, offer: Offer) -> bool:
    return before is not None and (before.mark, before.reason, before.revision) == (given.mark, given.reason.strip(), offer.revision)


def _name(offer: Offer) -> str:
    return str(organisations_by_id([offer.organisation_id])[offer.organisation_id].name)

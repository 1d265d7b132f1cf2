# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting go of somebody who leaves. What binds others stays, and no longer says who it was."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.offers.actions.pledging import withdraw_pledge
from insieme.offers.actions.promoting import answer_promotion, leave_promotion
from insieme.offers.models import CoPromoter, Declaration, Joining, Phase, Pledge
from insieme.offers.rules.phases import Verb, permits


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:
    """Withdraw what a person has pledged in calls that have not closed, and empty the lists that were never counted; promote nothing more.

    What was counted stays, on an account that is nobody's: taken away, the published outcome could not be counted again.
    Says: `PledgeWithdrawn` for each call in which they still took part; `PromoterLeft` for each that they promoted as a person.
    """
    for mine in Pledge.objects.filter(person_id=person_id).standing().select_related("call").order_by("call_id"):
        if permits(mine.call.phase, Verb.PLEDGE) and now < mine.call.closes_at:
            withdraw_pledge(mine.call.slug, by=by, seen=mine.number, now=now)
    # What stands in a call whose deadline has passed is about to be counted, even before the call says that it has closed.
    binding = (Phase.CHOOSING, Phase.CLOSED, Phase.CLEARED)
    kept = [pledge.pk for pledge in Pledge.objects.filter(person_id=person_id, call__phase__in=binding).standing()]
    Pledge.objects.filter(person_id=person_id).exclude(pk__in=kept).update(entries=[], new_for=[], place_code="")
    _promote_no_more(person_id, by=by, now=now)


def _promote_no_more(person_id: int, *, by: Actor, now: datetime) -> None:
    """Leave the calls that a person promotes in their own name, decline where they were asked, and take away what they declared."""
    Declaration.objects.filter(person_id=person_id).delete()
    for made in CoPromoter.objects.filter(person_id=person_id).select_related("call").order_by("call_id"):
        if made.state == Joining.JOINED:
            leave_promotion(made.call.slug, made.ref, by=by, now=now)
        elif made.state == Joining.INVITED:
            answer_promotion(made.call.slug, made.ref, by=by, agree=False, now=now)

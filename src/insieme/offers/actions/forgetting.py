# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting go of somebody who leaves. What binds others stays, and no longer says who it was."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.offers.actions.pledging import withdraw_pledge
from insieme.offers.models import Phase, Pledge
from insieme.offers.rules.phases import Verb, permits


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:
    """Withdraw what a person has pledged in calls that have not closed, and empty the lists that were never counted.

    What was counted stays, on an account that is nobody's: taken away, the published outcome could not be counted again.
    Says: `PledgeWithdrawn` for each call in which they still took part.
    """
    for mine in Pledge.objects.filter(person_id=person_id).standing().select_related("call").order_by("call_id"):
        if permits(mine.call.phase, Verb.PLEDGE) and now < mine.call.closes_at:
            withdraw_pledge(mine.call.slug, by=by, seen=mine.number, now=now)
    # What stands in a call whose deadline has passed is about to be counted, even before the call says that it has closed.
    binding = (Phase.CHOOSING, Phase.CLOSED, Phase.CLEARED)
    kept = [pledge.pk for pledge in Pledge.objects.filter(person_id=person_id, call__phase__in=binding).standing()]
    Pledge.objects.filter(person_id=person_id).exclude(pk__in=kept).update(entries=[], new_for=[], place_code="")

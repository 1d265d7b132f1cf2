# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does to calls, and the reminder before their deadline. Shallow: each calls an action."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from insieme.foundation.actor import Actor
from insieme.notices.actions import tell
from insieme.notices.queries import followers_of, told_already
from insieme.offers import kinds
from insieme.offers.actions import begin_choosing, clear, close_call
from insieme.offers.actions.clearing import count_reach
from insieme.offers.models import Call, Outcome
from insieme.offers.queries.concerned import LAST_DAY, closing_soon, people_of

CLOCK = Actor.system("clock")


def begin_due(now: datetime) -> int:
    """Let people choose in the calls whose day has come."""
    due = Call.objects.due_to_choose(now).values_list("slug", flat=True)
    return len([begin_choosing(slug, by=CLOCK, now=now) for slug in due])


def close_due(now: datetime) -> int:
    """Close the calls whose deadline has passed."""
    due = Call.objects.due_to_close(now).values_list("slug", flat=True)
    return len([close_call(slug, by=CLOCK, now=now) for slug in due])


def clear_due(now: datetime) -> int:
    """Clear the closed calls whose close is sealed in the record. What was cut off half-way begins again."""
    waiting = Call.objects.waiting_to_be_cleared().values_list("slug", flat=True)
    return len([slug for slug in waiting if clear(slug, by=CLOCK, now=now)])


def count_reach_due(_now: datetime) -> int:
    """Count whom the calls reached that were cleared before that was kept with the outcome."""
    uncounted = Outcome.objects.filter(reach__isnull=True).values_list("call__slug", flat=True)
    return len([count_reach(slug, by=CLOCK) for slug in uncounted])


def remind_due(now: datetime) -> int:
    """Tell those who follow a call that closes within a day, and have not pledged, once; whoever begins to follow it later too."""
    return sum(_remind(call) for call in closing_soon(now))


def _remind(call: Call) -> int:
    late = set(followers_of(call.topic)).difference(people_of(call.slug), told_already(kinds.CLOSES.code, call.pk))
    # No entry of the record tells of it: the call's own number is the one that this kind gives once.
    path, at = reverse("offers:call", args=[call.slug]), call.closes_at - LAST_DAY
    return tell(kinds.CLOSES.code, late, about=call.topic, path=path, data={"title": call.title}, position=call.pk, at=at)

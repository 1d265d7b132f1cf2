# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does where a supplier failed. Shallow: each calls an action."""

from __future__ import annotations

from datetime import datetime

from insieme.offers.actions.failing import seek_runner_up
from insieme.offers.actions.taking_over import settle_takeover
from insieme.offers.models import Failure, Stage
from insieme.offers.tasks.outcomes import CLOCK


def recount_due(now: datetime) -> int:
    """Look for a runner-up where a supplier failed, one after the other in each call."""
    busy = Failure.objects.filter(stage__in=(Stage.ASKED, Stage.AGREEING)).values("call_id")
    waiting = Failure.objects.filter(stage=Stage.RECOUNTING).exclude(call_id__in=busy).order_by("pk").values_list("call__slug", "ref")
    return len([ref for slug, ref in waiting if seek_runner_up(slug, ref, by=CLOCK, now=now)])


def settle_due(now: datetime) -> int:
    """Draw the line where the time is over that the runner-up, or its people, had to answer."""
    due = Failure.objects.due(now).order_by("pk").values_list("call__slug", "ref")
    return len([settle_takeover(slug, ref, by=CLOCK, now=now) for slug, ref in due])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does about notices: letters and pushes. Shallow: each hands over what is due to the queue."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from insieme.foundation import clock
from insieme.notices.actions.devices import hand_over_pushes
from insieme.notices.actions.posting import cut_off, take_up
from insieme.notices.actions.writing import hand_over_forgotten, hand_over_letters
from insieme.notices.tasks.posting import post
from insieme.notices.tasks.pushing import push


def write_due(now: datetime) -> int:
    """Have the letters written that are due: at once, as digests, and again where one failed."""
    return hand_over_letters(to=send_letters.enqueue, now=now)


def take_again_due(now: datetime) -> int:
    """Have the letters sent that were left behind by a task that failed or was lost."""
    return hand_over_forgotten(to=send_letters.enqueue, now=now)


def push_due(_now: datetime) -> int:
    """Have browsers told what is to be told there."""
    return hand_over_pushes(to=send_pushes.enqueue)


@task()
def send_letters(claim: str) -> None:
    """Send a batch of letters.

    Run again after a crash, or twice at once, it goes on with those that were not begun. The one that was on its way is not sent again.
    """
    now = clock.now()
    cut_off(claim)
    take_up(claim, now=now)
    post(claim, now=now)


@task()
def send_pushes(notice_ids: list[int]) -> None:
    """Tell browsers. Run again, it tells again: the browser puts one in the place of the other."""
    push(notice_ids)

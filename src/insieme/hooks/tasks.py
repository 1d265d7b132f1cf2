# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does about hooks. Shallow: each calls an action."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from insieme.hooks import actions


def queue_new(now: datetime) -> int:
    """Queue what was sealed since for those who want it."""
    return actions.queue_new(now=now)


def call_due(now: datetime) -> int:
    """Have the hooks called for which something waits."""
    return actions.hand_over(to=call_hook.enqueue, now=now)


def forget_old(now: datetime) -> int:
    """Shorten the logs."""
    return actions.forget_old(now=now)


@task()
def call_hook(ref: str) -> None:
    """Send what waits for this hook."""
    actions.call(ref)

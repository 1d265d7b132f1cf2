# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: when a digest is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: From the quietest to the loudest, as `Choice` names them.
LOUDER = ("never", "inbox", "digest", "at_once")
#: Digests come in the morning of those who read them.
MORNING, HOME = 7, ZoneInfo("Europe/Rome")


def next_digest(rhythm: str, at: datetime) -> datetime | None:
    """When the next digest may come after `at`: on the hour, in the morning, on Monday morning; None where none is wanted."""
    local = at.astimezone(HOME)
    if rhythm == "hour":
        return (local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)).astimezone(at.tzinfo)
    if rhythm not in {"daily", "weekly"}:
        return None
    days = 0 if local.hour < MORNING else 1
    if rhythm == "weekly":
        days += -(local.weekday() + days) % 7
    morning = (local + timedelta(days=days)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning.astimezone(at.tzinfo)

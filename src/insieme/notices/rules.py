# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: when a digest or another try is due, what a mail server's refusal means."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

#: From the quietest to the loudest, as `Choice` names them.
LOUDER = ("never", "inbox", "digest", "at_once")
#: Digests come in the morning of those who read them.
MORNING, HOME = 7, ZoneInfo("Europe/Rome")
#: How long to wait before each further try to send a letter.
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=8), timedelta(days=1), timedelta(days=3))
PERMANENT = range(500, 600)
#: What servers that give no detailed code (RFC 3463) say of a mailbox that is not there (RFC 5321).
NO_MAILBOX = (550, 551, 553)
DETAILED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")


class Verdict(Enum):
    """What became of one attempt to send."""

    SENT = "sent"
    LATER = "later"
    BOUNCED = "bounced"


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


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try a letter again that has failed so many times; None where it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def judge_refusal(code: int, text: str) -> Verdict:
    """What a server's answer to an address means: refused for good, or to be tried again.

    Only what is said of the mailbox itself makes an address bad: a server that does not trust us (5.7) says nothing of it.
    Source: RFC 5321 4.2, RFC 3463.
    """
    if code not in PERMANENT:
        return Verdict.LATER
    detailed = DETAILED.search(text)
    if detailed is None:
        return Verdict.BOUNCED if code in NO_MAILBOX else Verdict.LATER
    subject, detail = int(detailed[1]), int(detailed[2])
    return Verdict.BOUNCED if subject == 1 or (subject, detail) == (2, 1) else Verdict.LATER

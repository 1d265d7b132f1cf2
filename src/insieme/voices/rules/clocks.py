# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a clock's events come to: since when an answer is awaited, by when it was promised, whether it came in time.

The wall clock is stored; that Saturdays and Sundays do not count is a way of reading it. What a program answers stops no clock. That others
say the same is no event: a public moment beside it would tell who it was. A question that is opened again soon after its answer has been
waiting since the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

#: Opened again within this time, it counts as never answered.
SOON = timedelta(days=30)
WORKING_DAY = 24
#: What an organisation that has said nothing else promises, in hours of working days. An opinion and a review expect no answer.
DEFAULTS = {"question": 2 * WORKING_DAY, "complaint": 5 * WORKING_DAY, "idea": 15 * WORKING_DAY}
SATURDAY = 5


class Tick(StrEnum):
    """What can happen to the wait for an answer."""

    RECEIVED = "received"
    AUTOMATIC_ANSWER = "automatic_answer"
    FIRST_HUMAN_ANSWER = "first_human_answer"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """One tick at its moment."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows. `waiting_since` is empty while no answer is awaited, `answered_at` while none counts.

    `due_at` is empty where nothing was promised; `in_time` where nothing can be said yet.
    """

    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    in_time: bool | None = None
    late: bool = False


def read(events: Sequence[Event], *, promise_hours: int | None, now: datetime, zone: tzinfo) -> Reading:
    """Read a clock from its events, in the order in which they happened."""
    since: datetime | None = None
    first: datetime | None = None
    answered: datetime | None = None
    for event in events:
        match event.kind:
            case Tick.RECEIVED:
                first = since = event.at
            case Tick.FIRST_HUMAN_ANSWER | Tick.ANSWERED:
                answered, since = answered or event.at, None
            case Tick.REOPENED if first is not None:
                since = first if answered is None or event.at - answered <= SOON else event.at
                first, answered = since, None
            case Tick.CLOSED:
                since = None
            case Tick.WITHDRAWN:
                return Reading()
    if first is None or promise_hours is None:
        return Reading(answered_at=answered)
    due = due_at(first, promise_hours, zone)
    if answered is not None:
        return Reading(answered_at=answered, due_at=due, in_time=answered <= due)
    late = since is not None and now > due
    return Reading(waiting_since=since, due_at=due, in_time=False if late else None, late=late)


def due_at(received: datetime, hours: int, zone: tzinfo) -> datetime:
    """When so many hours have passed, not counting Saturdays and Sundays in `zone`."""
    at, left = _after_the_weekend(received.astimezone(zone)), timedelta(hours=hours)
    while True:
        saturday = _midnight(at) + timedelta(days=SATURDAY - at.weekday())
        # Reckoned in the zone's own days: where the clocks change in between, a day stays a day.
        room = saturday.replace(tzinfo=None) - at.replace(tzinfo=None)
        if left <= room:
            return (at + left).astimezone(received.tzinfo)
        left -= room
        at = saturday + timedelta(days=2)


def _after_the_weekend(at: datetime) -> datetime:
    return at if at.weekday() < SATURDAY else _midnight(at) + timedelta(days=7 - at.weekday())


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)

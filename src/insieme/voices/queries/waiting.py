# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for an organisation's answer, by clock, and how it keeps its promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, Q

from insieme.voices.models import Answer, ClockEvent, State, Voice

PAGE = 30
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_KEY = re.compile(r"([0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some voices that wait, the one that is due first in front, each with its thread; the key of the next page."""

    voices: list[Voice]
    after: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How many voices with a promise were said, answered, are waited for, and how many of these wait longer than promised."""

    asked: int
    answered: int
    waiting: int
    late: int
    in_time: int

    @property
    def out_of_time(self) -> int:
        """Answered, and later than promised."""
        return self.answered - self.in_time


def waiting_for(organisation_id: int, *, after: str = "", limit: int = PAGE) -> Waiting:
    """What waits for this organisation's answer. One query."""
    rows = Voice.objects.filter(organisation_id=organisation_id).waiting().select_related("thread", "author").order_by("due_at", "id")
    if found := _KEY.fullmatch(after):
        at, pk = EPOCH + int(found[1]) * MICROSECOND, int(found[2])
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk))
    voices = list(rows[: limit + 1])
    last = voices[limit - 1] if len(voices) > limit else None
    return Waiting(voices[:limit], key_in_line(last) if last else "")


def key_in_line(voice: Voice) -> str:
    """Behind which key of the line of those that wait for an answer the next one stands."""
    return f"{((voice.due_at or EPOCH) - EPOCH) // MICROSECOND}.{voice.pk}"


def answerable(organisation_id: int, refs: Sequence[str]) -> list[Voice]:
    """Those among these voices that the organisation can answer. One query."""
    rows = Voice.objects.filter(organisation_id=organisation_id, ref__in=refs, state=State.SHOWN)
    return list(rows.select_related("thread", "author").order_by("due_at", "id"))


def figures(organisation_id: int, *, now: datetime) -> Figures:
    """How the organisation keeps its promises to answer. One query."""
    promised = Voice.objects.filter(organisation_id=organisation_id, state=State.SHOWN, due_at__isnull=False)
    waits = Q(waiting_since__isnull=False)
    told = promised.aggregate(
        asked=Count("id"),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        waiting=Count("id", filter=waits),
        late=Count("id", filter=waits & Q(due_at__lt=now)),
        in_time=Count("id", filter=Q(answered_at__lte=F("due_at"))),
    )
    return Figures(**told)


def answers_by(organisation_id: int, *, limit: int = 10) -> list[Answer]:
    """The last answers of an organisation, the newest first. One query."""
    return list(Answer.objects.filter(organisation_id=organisation_id).order_by("-id")[:limit])


def ticks_of(voice: Voice) -> list[ClockEvent]:
    """All that happened to the wait for an answer. One query."""
    return list(ClockEvent.objects.filter(voice=voice))

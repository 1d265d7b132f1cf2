# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts that are stored: what a voice adds to its thread and to the voice it stands under, before a change and after."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Min

from insieme.voices.models import State, Thread, Voice


@dataclass(frozen=True, slots=True)
class Weight:
    """What a voice adds to the counts of its thread."""

    shown: int
    asked: int
    answered: int


def weight(voice: Voice) -> Weight:
    """What this voice adds as it stands."""
    shown = voice.state == State.SHOWN
    asked = shown and voice.due_at is not None
    # Numbers, not truths: PostgreSQL adds only the former.
    return Weight(int(shown), int(asked), int(asked and voice.answered_at is not None))


def settle(voice: Voice, before: Weight = Weight(0, 0, 0)) -> None:
    """Bring the counts up to date after a voice that added `before` has changed; kept pages of the thread are made anew."""
    now = weight(voice)
    changes = {name: F(name) + getattr(now, name) - getattr(before, name) for name in ("shown", "asked", "answered")}
    if voice.promise_hours is not None:
        changes["next_due_at"] = Voice.objects.filter(thread_id=voice.thread_id).waiting().aggregate(due=Min("due_at"))["due"]
    Thread.objects.filter(pk=voice.thread_id).update(version=F("version") + 1, **changes)
    if voice.root_id and now.shown != before.shown:
        Voice.objects.filter(pk=voice.root_id).update(replies=F("replies") + now.shown - before.shown)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ticks are added to a voice's clock, and what the clock then reads is kept with the voice, so that lists can be put in order by it."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import get_default_timezone

from insieme.voices.models import ClockEvent, Voice
from insieme.voices.rules.clocks import Event, Reading, Tick, read


def tick(voice: Voice, *kinds: Tick, at: datetime) -> Reading:
    """Note what happened to the wait for an answer; the voice is locked. One that nothing was promised for has events, but no wait."""
    ClockEvent.objects.bulk_create(ClockEvent(voice=voice, kind=kind, at=at) for kind in kinds)
    rows = ClockEvent.objects.filter(voice=voice).values_list("kind", "at")
    now = read([Event(*row) for row in rows], promise_hours=voice.promise_hours, now=at, zone=get_default_timezone())
    voice.waiting_since, voice.answered_at, voice.due_at = now.waiting_since, now.answered_at, now.due_at
    voice.save(update_fields=["waiting_since", "answered_at", "due_at"])
    return now

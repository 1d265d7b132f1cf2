# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voices as they can be found by their words: those that everybody sees."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from insieme.foundation.finding import Findable
from insieme.foundation.text import unmarked
from insieme.voices.models import State, Voice


def findable_voices(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """Those of these voices that everybody sees, or the first ones behind a key. One query."""
    rows = Voice.objects.filter(state=State.SHOWN, pk__gt=after).select_related("thread").order_by("pk")
    return [
        Findable(
            kind="voice",
            ref=each.ref,
            key=each.pk,
            path=reverse("voices:voice", args=[each.ref]),
            title=each.thread.title,
            text=unmarked(each.text),
            at=each.spoken_at,
        )
        for each in (rows.filter(ref__in=refs) if refs is not None else rows[:limit])
    ]


def voices_about(topics: Collection[str]) -> list[str]:
    """The references of the voices about these topics that everybody sees: they go by the name of what they are about. One query."""
    return list(Voice.objects.shown().filter(thread__about__in=topics).values_list("ref", flat=True))

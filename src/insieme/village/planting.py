# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting the world happen: whatever is missing of it, oldest first, in one transaction, so that it is never left half-done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from insieme.foundation.demo import refuse_in_public
from insieme.foundation.errors import NotVisible
from insieme.foundation.memory import memory
from insieme.offers import access
from insieme.people.queries.guidelines import guidelines
from insieme.record.actions import relay, seal
from insieme.village.cast import VILLAGE, Cast
from insieme.village.events import Event
from insieme.village.founding import founding, opening
from insieme.village.unfolding import unfolding
from insieme.village.world import COMPANIES, STORIES, Story

#: Passes the events on one by one, and may show on the way how far it has come.
Telling = Callable[[Sequence[Event]], Iterable[Event]]


def plant(*, now: datetime, stories: Sequence[Story] = STORIES, telling: Telling = iter) -> int:
    """Bring what is missing of these stories into the database as if it had happened before `now`; return how many things happened.

    Again changes nothing. Refuses: `NotInPublic` where others could sign in as the demo people.
    """
    refuse_in_public()
    with transaction.atomic():
        events = _missing(now, stories)
        if events:
            memory.clear()  # an earlier planting that was cut off took its rows back, but not what was remembered of them
        for event in telling(events):
            event.happen(event.at)
    seal()
    relay()
    return len(events)


def _missing(now: datetime, stories: Sequence[Story]) -> list[Event]:
    cast = Cast()
    cast.bring_people()
    events = [] if guidelines(VILLAGE, None) else [*opening(cast, now)]
    events += [event for company in COMPANIES if not cast.has(company.slug) for event in founding(company, cast, now)]
    events += [event for story in stories if not _is_told(story) for event in unfolding(story, cast, now)]
    return sorted(events, key=lambda event: event.at)


def _is_told(story: Story) -> bool:
    try:
        access.call(VILLAGE, story.slug)
    except NotVisible:
        return False
    return True

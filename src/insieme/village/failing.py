# SPDX-License-Identifier: AGPL-3.0-or-later
"""A supplier fails after the outcome: somebody says so, the runner-up confirms, its people are asked, and the clock draws the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from insieme.offers import tasks
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.taking_over import agree, confirm_runner_up
from insieme.offers.queries.failures import asked_by
from insieme.offers.rules.runner_up import PEOPLE_ANSWER
from insieme.village.cast import Cast
from insieme.village.events import Event, Refs
from insieme.village.world.telling import Failed, Story

#: In so many turns those who are asked answer, one every so often.
TURNS, APART = 6, timedelta(hours=9)


def failing(story: Story, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    """How the supplier fails that the story tells of, and what comes of it until `now`."""
    told = story.failed
    if told is None:
        return
    found: list[str] = []
    confirmed = told.confirmed.seen_from(now)
    yield Event(told.at.seen_from(now), partial(_declare, story, told, cast, refs, found))
    yield Event(confirmed, partial(_confirm, story, told, cast, found))
    for turn in range(1, TURNS + 1):
        yield Event(confirmed + turn * APART, partial(_answer, story, told, cast, found, turn))
    if confirmed + PEOPLE_ANSWER < now:
        yield Event(confirmed + PEOPLE_ANSWER, tasks.settle_due)


def _declare(story: Story, told: Failed, cast: Cast, refs: Refs, found: list[str], at: datetime) -> None:
    made = declare_failure(story.slug, refs[told.company], by=cast.actor(told.said_by), because=told.because, now=at)
    found.append(made.ref)
    tasks.recount_due(at)


def _confirm(story: Story, told: Failed, cast: Cast, found: list[str], at: datetime) -> None:
    confirm_runner_up(story.slug, found[0], by=cast.owner(told.runner_up), now=at, **cast.signature(told.runner_up))


def _answer(story: Story, told: Failed, cast: Cast, found: list[str], turn: int, at: datetime) -> None:
    """Some of those who are asked answer, always the same ones; those with a name say yes at the first turn, or nothing yet."""
    asked = set(asked_by(found[0]))
    if turn == 1:
        for handle in told.agreeing:
            agree(story.slug, found[0], by=cast.actor(handle), yes=True, now=at)
    crowd = [by for _passer, by in cast.bring_crowd(story.crowd) if by.person_id in asked]
    for number, by in enumerate(crowd):
        percent = 100 * number // len(crowd)
        if number % TURNS == turn - 1 and percent < told.yes_percent + told.no_percent:
            agree(story.slug, found[0], by=by, yes=percent < told.yes_percent, now=at)

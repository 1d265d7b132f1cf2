# SPDX-License-Identifier: AGPL-3.0-or-later
"""People look at offers: they ask for something better, and rate them with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from insieme.foundation.actor import Actor
from insieme.offers import actions
from insieme.offers.rules.ratings import USUAL, Mark
from insieme.village.cast import Cast
from insieme.village.events import Event, Refs
from insieme.village.world.judging import CROWD_SAYS, RATED, WISHED, Rated, Wished
from insieme.village.world.telling import Story

APART = timedelta(minutes=7)


def judging(story: Story, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    """What is asked of the offers to this call, and how they are rated, until `now`."""
    for wished in WISHED.get(story.slug, ()):
        crowd = [by for _passer, by in cast.bring_crowd(story.crowd)[: wished.crowd]]
        for number, by in enumerate([*map(cast.actor, wished.who), *crowd]):
            yield Event(wished.at.seen_from(now) + number * APART, partial(_ask, story, wished, refs, by))
    for rated in RATED.get(story.slug, ()):
        yield from _rating(story, rated, cast, refs, now)


def _rating(story: Story, rated: Rated, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    at = rated.at.seen_from(now)
    for number, (handle, given) in enumerate(rated.given):
        yield Event(at + number * APART, partial(_rate, story, rated, refs, cast.actor(handle), [Mark(*each) for each in given]))
    chance = Random(f"{story.slug} {rated.company}")  # noqa: S311 - the same marks every time, nothing secret
    for number, (_passer, by) in enumerate(cast.bring_crowd(story.crowd)[-rated.crowd :] if rated.crowd else ()):
        chosen = [chance.choice(rated.leaning) for _criterion in USUAL]
        theirs = [Mark(criterion, mark, "" if criterion else CROWD_SAYS[mark]) for criterion, mark in enumerate(chosen)]
        yield Event(at + number * 2 * APART, partial(_rate, story, rated, refs, by, theirs))


def _ask(story: Story, told: Wished, refs: Refs, by: Actor, at: datetime) -> None:
    actions.ask(story.slug, refs[told.company], by=by, aspect=told.aspect, wanted=True, now=at)


def _rate(story: Story, told: Rated, refs: Refs, by: Actor, marks: list[Mark], at: datetime) -> None:
    actions.rate(story.slug, refs[told.company], by=by, marks=marks, now=at)

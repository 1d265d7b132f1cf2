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
from insieme.village.talking import moderator
from insieme.village.world.judging import CROWD_SAYS, RATED, WISHED, Rated, Wished
from insieme.village.world.talk import MODERATOR, OTHER_MODERATOR
from insieme.village.world.telling import Story
from insieme.voices.actions import moderate

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
        marks = [Mark(*each) for each in given]
        yield Event(at + number * APART, partial(_rate, story, rated, refs, cast.actor(handle), marks, moderator(cast, _another(handle))))
    chance = Random(f"{story.slug} {rated.company}")  # noqa: S311 - the same marks every time, nothing secret
    for number, (_passer, by) in enumerate(cast.bring_crowd(story.crowd)[-rated.crowd :] if rated.crowd else ()):
        chosen = [chance.choice(rated.leaning) for _criterion in USUAL]
        theirs = [Mark(criterion, mark, "" if criterion else chance.choice(CROWD_SAYS[mark])) for criterion, mark in enumerate(chosen)]
        # The reason of the last one still waits for the moderator.
        let_in = moderator(cast) if number + 1 < rated.crowd else None
        yield Event(at + number * 2 * APART, partial(_rate, story, rated, refs, by, theirs, let_in))


def _another(handle: str) -> str:
    """Who looks at these people's first words: nobody at their own."""
    return OTHER_MODERATOR if handle == MODERATOR else MODERATOR


def _ask(story: Story, told: Wished, refs: Refs, by: Actor, at: datetime) -> None:
    actions.ask(story.slug, refs[told.company], by=by, aspect=told.aspect, wanted=True, now=at)


def _rate(story: Story, told: Rated, refs: Refs, by: Actor, marks: list[Mark], let_in: Actor | None, at: datetime) -> None:
    for rating in actions.rate(story.slug, refs[told.company], by=by, marks=marks, now=at):
        if let_in is not None and rating.voice is not None and rating.voice.waits:
            moderate(rating.voice.ref, by=let_in, kind="show", now=at)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A call from its draft to where it stands now: who promotes it, who is named on it, what the clock does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from insieme.foundation.actor import Actor
from insieme.offers import actions, tasks
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.hearings import ask_to_be_heard
from insieme.offers.actions.initiatives import InitiativeText
from insieme.offers.queries.promoters import asks_to_promote
from insieme.record.actions import seal
from insieme.village.cast import Cast
from insieme.village.choosing import choosing
from insieme.village.events import Event, Refs
from insieme.village.failing import failing
from insieme.village.judging import judging
from insieme.village.offering import offering
from insieme.village.talking import talking
from insieme.village.world.telling import Gathering, Joined, Replied, Story, Tied


def unfolding(story: Story, cast: Cast, now: datetime) -> Iterator[Event]:
    """All that happens to a call and around it until `now`."""
    refs = Refs()
    by = cast.owner(story.promoter)
    yield Event(story.drafted.seen_from(now), partial(_draft, story, cast, now))
    if story.published is None:
        return
    yield Event(story.published.seen_from(now), partial(_publish, story, by))
    yield from offering(story, cast, refs, now)
    yield from _around(story, cast, refs, now)
    if story.cancelled:
        moment, because = story.cancelled
        yield Event(moment.seen_from(now), lambda at: actions.cancel_call(story.slug, by=by, because=because, now=at))
    yield from _clock(story, now)
    yield from judging(story, cast, refs, now)
    yield from talking(story, cast, refs, now)
    yield from failing(story, cast, refs, now)


def _around(story: Story, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    """Those who promote it too, who is named and replies, who brings people, and the people who choose."""
    brought: Refs = {}
    for joined in story.joined:
        yield Event(joined.at.seen_from(now), partial(_join, story, joined, cast))
    for told in story.replies:
        yield Event(told.at.seen_from(now), partial(_reply, story, told, cast))
    for moment, who, words in story.hearings:
        yield Event(moment.seen_from(now), partial(_ask_to_be_heard, story, who, words, cast))
    for gathering in story.gathered:
        yield Event(gathering.at.seen_from(now), partial(_gather, story, gathering, cast, brought))
    begins = story.choosing.seen_from(now)
    if begins < now:
        yield Event(begins, tasks.begin_due)
        yield from choosing(story, cast, refs, brought, now)


def _clock(story: Story, now: datetime) -> Iterator[Event]:
    ends = story.closes.seen_from(now)
    if ends < now and not story.cancelled:
        yield Event(ends, tasks.close_due)
        if not story.left_to_the_clock:
            yield Event(ends + timedelta(seconds=2), _count)


def _count(at: datetime) -> None:
    """Count what has closed: its close must be sealed first, as on any other day."""
    seal()
    tasks.clear_due(at)


def _draft(story: Story, cast: Cast, now: datetime, at: datetime) -> None:
    text = CallText(
        title=story.title,
        summary=story.summary,
        need=story.need,
        category=story.category,
        unit=story.unit,
        choosing_at=story.choosing.seen_from(now),
        closes_at=story.closes.seen_from(now),
        place=cast.place(story.town).pk if story.town else None,
        drop_out_percent=story.drop_out_percent,
        menu=story.menu,
        proof_expected=story.proof_expected,
        revisions_until=story.revised_until.seen_from(now) if story.revised_until else None,
    )
    actions.open_call(cast.organisation(story.promoter), by=cast.owner(story.promoter), text=text, now=at)


def _publish(story: Story, by: Actor, at: datetime) -> None:
    actions.declare_interests(story.slug, by=by, ties=_ties(story.ties), now=at)
    actions.publish_call(story.slug, by=by, now=at)
    for who in story.asked:
        actions.ask_to_promote(story.slug, by=by, to=who, now=at)
    for name, address in story.letters:
        actions.invite_company(story.slug, by=by, to=address, name=name, now=at)


def _ties(told: tuple[Tied, ...]) -> list[actions.TieText]:
    return [actions.TieText(*tie) for tie in told]


def _join(story: Story, told: Joined, cast: Cast, at: datetime) -> None:
    by = cast.owner(told.organisation)
    name = cast.companies[told.organisation].name
    actions.ask_to_promote(story.slug, by=cast.owner(story.promoter), to=name, now=at)
    asked = next(each for each in asks_to_promote(by) if each.call.slug == story.slug)
    actions.answer_promotion(story.slug, asked.ref, by=by, agree=True, ties=_ties(told.ties), now=at)


def _reply(story: Story, told: Replied, cast: Cast, at: datetime) -> None:
    by, signature = cast.owner(told.organisation), cast.signature(told.organisation)
    actions.reply(story.slug, by=by, organisation_slug=told.organisation, text=told.text, now=at, **signature)


def _ask_to_be_heard(story: Story, who: str, words: str, cast: Cast, at: datetime) -> None:
    ask_to_be_heard(story.slug, by=cast.owner(who), organisation_slug=who, words=words, now=at)


def _gather(story: Story, told: Gathering, cast: Cast, brought: Refs, at: datetime) -> None:
    text = InitiativeText(told.crowd, told.declared, told.words, told.goal)
    by, organisation = cast.owner(told.organisation), cast.organisation(told.organisation)
    brought[told.organisation] = actions.open_initiative(story.slug, by=by, organisation_id=organisation, text=text, now=at).ref

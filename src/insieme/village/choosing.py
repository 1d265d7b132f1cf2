# SPDX-License-Identifier: AGPL-3.0-or-later
"""People choose: everybody pledges at some moment of their own, and is asked again when an offer on their list is revised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from insieme.foundation.actor import Actor
from insieme.offers import actions
from insieme.offers.rules.pledging import Entry
from insieme.village.cast import Cast
from insieme.village.events import Event, Refs
from insieme.village.world.telling import Bid, Ranking, Story

#: Within so much time those who say yes to a revision do.
SOON = timedelta(days=2)


def choosing(story: Story, cast: Cast, refs: Refs, brought: Refs, now: datetime) -> Iterator[Event]:
    """The pledges to this call until `now`, at the same moments of every planting; `brought` are its initiatives by their organisation."""
    chance = Random(story.slug)  # noqa: S311 - the same moments every time, nothing secret
    begins, ends = story.choosing.seen_from(now), _end(story, now)
    for handle, by, ranking in _rankings(story, cast, chance):
        # Those with a name are quick: whatever happens to an offer later concerns them.
        moment = _between(begins, begins + (ends - begins) / 2 if handle else ends, chance)
        through = "" if handle else _through(story, moment, now, chance)
        yield Event(moment, partial(_pledge, story, refs, brought, by, ranking, through, now))
        seen = 0
        for signed, bid, number in _asked_again(story, ranking, moment, now):
            revised = bid.revisions[number - 2]
            if handle not in revised.hesitant and (handle or chance.randint(1, 100) <= revised.confirm_percent):
                seen += 1
                confirm = partial(_confirm, story, refs, by, seen, bid.company, number)
                yield Event(_between(signed, min(ends, signed + SOON), chance), confirm)


def _end(story: Story, now: datetime) -> datetime:
    return min(now, story.closes.seen_from(now), *([story.cancelled[0].seen_from(now)] if story.cancelled else []))


def _between(begins: datetime, ends: datetime, chance: Random) -> datetime:
    return begins + (ends - begins) * chance.randint(10, 990) // 1000


def _through(story: Story, moment: datetime, now: datetime, chance: Random) -> str:
    """The organisation through which somebody of the crowd comes, empty for none."""
    for gathering in story.gathered:
        if gathering.at.seen_from(now) < moment and chance.randint(1, 100) <= gathering.percent:
            return gathering.organisation
    return ""


def _pledge(story: Story, refs: Refs, brought: Refs, by: Actor, ranking: Ranking, through: str, now: datetime, at: datetime) -> None:
    signed = {bid.company: 1 + sum(revised.at.seen_from(now) <= at for revised in bid.revisions) for bid in story.bids}
    entries = [Entry(refs[line.company], line.at_least, line.near, signed[line.company]) for line in ranking.lines]
    new_for = [refs[company] for company in ranking.new_for]
    initiative = brought[through] if through else None
    actions.pledge(story.slug, by=by, entries=entries, new_for=new_for, quantity=ranking.quantity, initiative=initiative, now=at)


def _asked_again(story: Story, ranking: Ranking, pledged: datetime, now: datetime) -> list[tuple[datetime, Bid, int]]:
    """The revisions of what somebody had ranked that were signed after their pledge: when, of which bid, their number."""
    ranked = {line.company for line in ranking.lines}
    signed = [
        (revised.at.seen_from(now), bid, number)
        for bid in story.bids
        for number, revised in enumerate(bid.revisions, start=2)
        if bid.company in ranked
    ]
    return sorted((each for each in signed if each[0] > pledged), key=lambda each: each[0])


def _confirm(story: Story, refs: Refs, by: Actor, seen: int, company: str, number: int, at: datetime) -> None:
    actions.confirm_revised(story.slug, by=by, seen=seen, revisions={refs[company]: number}, now=at)


def _rankings(story: Story, cast: Cast, chance: Random) -> Iterator[tuple[str, Actor, Ranking]]:
    """Who pledges what: those with a name by their handle, then the crowd without one."""
    for handle, ranking in story.named:
        yield handle, cast.actor(handle), ranking
    crowd = list(cast.bring_crowd(story.crowd)) if story.leanings else []
    chance.shuffle(crowd)
    # Those who must live in one town choose first: anybody will do for the others.
    for leaning in sorted(story.leanings, key=lambda leaning: not leaning.town):
        fitting = [member for member in crowd if leaning.town in {"", member[0].town}][: leaning.people]
        if len(fitting) < leaning.people:
            msg = f"{story.slug}: the crowd {story.crowd} has not {leaning.people} people left in {leaning.town or 'any town'}"
            raise ValueError(msg)
        crowd = [member for member in crowd if member not in fitting]
        yield from (("", by, leaning.ranking) for _passer, by in fitting)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talk happens: voices are said, looked at by a moderator, answered, supported; one is hidden and appealed against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from insieme.foundation.actor import Actor
from insieme.offers.access import call, offer
from insieme.people.actions import appoint_moderator
from insieme.village.cast import VILLAGE, Cast
from insieme.village.events import Event, Refs
from insieme.village.world.people import PEOPLE
from insieme.village.world.talk import MODERATOR, OTHER_MODERATOR, TALK, Said
from insieme.village.world.telling import Story
from insieme.voices import actions
from insieme.voices.actions.answering import Reply
from insieme.voices.actions.speaking import Words


def talking(story: Story, cast: Cast, offers: Refs, now: datetime) -> Iterator[Event]:
    """What is said about this call and its offers until `now`."""
    told = TALK.get(story.slug, ())
    voices: list[str] = []
    for said in told:
        yield Event(said.at.seen_from(now), partial(_say, said, story, cast, offers, voices))
        if said.answer:
            yield Event(said.answer[0].seen_from(now), partial(_answer, said, story, cast, told, voices))
        if said.hidden:
            yield Event(said.hidden[0].seen_from(now), partial(_hide, said, cast, told, voices))
        if said.appeal:
            yield Event(said.appeal[0].seen_from(now), partial(_appeal, said, cast, told, voices))


def _say(said: Said, story: Story, cast: Cast, offers: Refs, voices: list[str], at: datetime) -> None:
    by, words = cast.actor(said.who), Words(said.kind, said.text)
    if said.under is not None:
        voice = actions.reply(voices[said.under], by=by, words=words, now=at)
    else:
        thing = offer(VILLAGE, story.slug, offers[said.company]) if said.company else call(VILLAGE, story.slug)
        voice = actions.speak(thing.thread.ref if thing.thread else "", by=by, words=words, now=at)
    voices.append(voice.ref)
    # What somebody says first waits for the moderator, as it would for a newcomer anywhere.
    if said.shown and voice.shown_at is None:
        actions.moderate(voice.ref, by=moderator(cast), kind="show", now=at)
    if said.shown:
        for supporter in said.supporters:
            actions.support(voice.ref, by=cast.actor(supporter), kind="support", now=at)


def _answer(said: Said, story: Story, cast: Cast, told: tuple[Said, ...], voices: list[str], at: datetime) -> None:
    if said.answer is not None:
        _at, text, disposition, reason = said.answer
        company = said.company or story.promoter
        words = Reply(text, disposition, reason)
        actions.answer(company, refs=[voices[_place(said, told)]], by=cast.owner(company), words=words, now=at)


def _hide(said: Said, cast: Cast, told: tuple[Said, ...], voices: list[str], at: datetime) -> None:
    if said.hidden is not None:
        _at, rule, statement = said.hidden
        actions.moderate(
            voices[_place(said, told)], by=moderator(cast, OTHER_MODERATOR), kind="hide", rule=rule, statement=statement, now=at
        )


def _appeal(said: Said, cast: Cast, told: tuple[Said, ...], voices: list[str], at: datetime) -> None:
    if said.appeal is not None:
        actions.appeal(voices[_place(said, told)], by=cast.actor(said.who), words=said.appeal[1], now=at)


def moderator(cast: Cast, handle: str = MODERATOR) -> Actor:
    """The villager who looks after what people say, made a moderator the first time."""
    appoint_moderator(next(villager.email for villager in PEOPLE if villager.handle == handle), by=VILLAGE)
    return cast.actor(handle)


def _place(said: Said, told: tuple[Said, ...]) -> int:
    """How many were said before, in the order of time: the place of its reference."""
    return sorted(told, key=lambda each: each.at).index(said)

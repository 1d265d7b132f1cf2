# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saying something, changing it, taking it back; and saying whether an answer was one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks, states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.people.access import me
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say
from insieme.voices import access, facts
from insieme.voices.actions.clocking import tick
from insieme.voices.actions.counting import settle, weight
from insieme.voices.actions.keeping import forget_files, keep_files
from insieme.voices.models import Kind, State, Thread, Voice, VoiceVersion
from insieme.voices.queries.mentions import addresses_of, topics_of
from insieme.voices.queries.promises import promised_hours
from insieme.voices.rules.clocks import Tick
from insieme.voices.rules.newcomers import is_newcomer
from insieme.voices.rules.pictures import MOST, Drawn
from insieme.voices.rules.texts import judge_line, judge_text, may_change_quietly, named_in


class SaidAlready(WrongState):
    """The same words of the same person stand there."""

    code = "said_already"
    sentence = _("You have said this here already.")


class NothingToJudge(WrongState):
    """There is no answer yet to say yes or no to."""

    code = "nothing_to_judge"
    sentence = _("Nobody has answered this yet.")


class SaidByJudging(WrongState):
    """What stands here bears no name, and comes with a mark."""

    code = "said_by_judging"
    sentence = _("Here people say why they judge as they do: judge it too, and say why. To what stands here you can reply.")


@dataclass(frozen=True, slots=True)
class Words:
    """All that somebody says: what it is, the text (Markdown), its language, the pictures with it."""

    kind: str
    text: str
    language: str = "it"
    pictures: Sequence[Drawn] = ()


@transaction.atomic
def speak(thread_ref: str, *, by: Actor, words: Words, now: datetime) -> Voice:
    """Say something in a thread. The first voices of a newcomer wait for a moderator.

    Refuses: `SignInFirst`, `NotVisible`, `ThreadClosed`, `SaidByJudging`, `Invalid`, `SaidAlready`. Says: `Spoken`, once it is shown.
    """
    thread = access.thread(by, thread_ref, to_speak=True)
    if thread.unnamed:
        raise SaidByJudging
    return put(thread, by=by, words=words, now=now)


@transaction.atomic
def reply(ref: str, *, by: Actor, words: Words, now: datetime) -> Voice:
    """Reply to a voice. It stands under the first voice of the conversation, and keeps in mind which one it answers.

    Refuses: `SignInFirst`, `NotVisible`, `NotShown`, `ThreadClosed`, `Invalid`, `SaidAlready`. Says: `Spoken`, once it is shown.
    """
    parent = access.standing(by, ref)
    thread = access.thread(by, parent.thread.ref, to_speak=True)
    return put(thread, by=by, words=words, now=now, parent=parent)


@transaction.atomic
def edit(ref: str, *, by: Actor, text: str, now: datetime) -> Voice:
    """Change what one has said. Soon afterwards, and while nobody has reacted, the text before goes; later it stays beside the new one.

    What others read of a newcomer stays as it is until a moderator has looked at the new words. What goes with a mark is changed with it.
    Refuses: `SignInFirst`, `NotVisible`, `NotYours`, `SaidByJudging`, `NotShown`, `ThreadClosed`, `Invalid`.
    Says: `Edited` of what others can read.
    """
    voice = access.own(by, ref, lock=True)
    if voice.unnamed:
        raise SaidByJudging
    return reword(voice, text, by=by, now=now)


def reword(voice: Voice, text: str, *, by: Actor, now: datetime) -> Voice:
    """Let the author of a locked voice change it, at once or once a moderator has looked. Says: `Edited` of what others can read."""
    if voice.state not in {State.SHOWN, State.QUEUED}:
        raise access.NotShown
    access.thread(by, voice.thread.ref, to_speak=True)
    text = judge_line(text) if voice.unnamed else judge_text(text)
    if voice.state == State.SHOWN and _is_new(by, now):
        waits = text != voice.text
        _rewrite(voice, text if waits else "", now if waits else None)
    else:
        change_text(voice, text, by=by, now=now)
    return voice


def change_text(voice: Voice, text: str, *, by: Actor, now: datetime, written_at: datetime | None = None) -> Any:
    """Give a voice other words, which its author wrote now or some time before. Says: `Edited` of what others can read."""
    _rewrite(voice, "", None)
    if text == voice.text:
        return None
    was, voice.text, entry = voice.text, text, None
    heard = bool(voice.answers or voice.replies or voice.support or voice.same_here)
    if voice.state == State.SHOWN and not may_change_quietly(voice.spoken_at, written_at or now, heard=heard):
        if voice.versions == 1:
            VoiceVersion.objects.create(voice=voice, number=1, text=was, at=voice.spoken_at)
        voice.versions += 1
        VoiceVersion.objects.create(voice=voice, number=voice.versions, text=voice.text, at=now)
    mentioned, voice.mentions = voice.mentions, addresses_of(named_in(voice.text))
    if voice.state == State.SHOWN:
        # Without it, who keeps the words of others, as the search does, would keep those that were to go.
        added = {name: page for name, page in voice.mentions.items() if name not in mentioned}
        entry = say(facts.Edited(voice.ref, voice.versions, topics_of(added)), about=voice.thread.about, by=by, at=now)
    voice.save(update_fields=["text", "versions", "mentions"])
    settle(voice, weight(voice))
    return entry


@transaction.atomic
def withdraw(ref: str, *, by: Actor, now: datetime) -> Voice:
    """Take back what one has said: its text, its versions and its pictures go, what others said to it stays. Twice is once.

    Refuses: `SignInFirst`, `NotVisible`, `NotYours`. Says: `Withdrawn`, of what was shown to others.
    """
    voice = access.own(by, ref, lock=True)
    if voice.state != State.WITHDRAWN:
        was_known = voice.state != State.QUEUED
        wipe(voice, now=now)
        if was_known:
            say(facts.Withdrawn(voice.ref), about=voice.thread.about, by=by, at=now)
    return voice


@transaction.atomic
def confirm_answer(ref: str, *, by: Actor, now: datetime) -> Voice:
    """Say that the answer to one's own voice is one. Twice is once.

    Refuses: `SignInFirst`, `NotVisible`, `NotYours`, `NothingToJudge`. Says: `AnswerConfirmed`.
    """
    voice = _answered(by, ref)
    if _last_tick(voice) != Tick.CLOSED:
        before = weight(voice)
        tick(voice, Tick.CLOSED, at=now)
        settle(voice, before)
        say(facts.AnswerConfirmed(voice.ref), about=voice.thread.about, by=by, at=now)
    return voice


@transaction.atomic
def reopen(ref: str, *, by: Actor, now: datetime) -> Voice:
    """Say that the answer to one's own voice is none yet: the organisation's clock goes on. Twice is once.

    Refuses: `SignInFirst`, `NotVisible`, `NotYours`, `NothingToJudge`. Says: `Reopened`.
    """
    voice = _answered(by, ref)
    if _last_tick(voice) != Tick.REOPENED:
        before = weight(voice)
        tick(voice, Tick.REOPENED, at=now)
        settle(voice, before)
        say(facts.Reopened(voice.ref), about=voice.thread.about, by=by, at=now)
    return voice


def show(voice: Voice, *, by: Actor, now: datetime) -> Any:
    """Let everybody read a voice for the first time: from now on its clock runs. Says: `Spoken`."""
    before = weight(voice)
    states.move(voice, State.SHOWN, shown_at=now, rule="")
    thread = voice.thread
    if voice.root_id is None:
        voice.promise_hours = promised_hours(thread.organisation_id, voice.kind)
        voice.save(update_fields=["promise_hours"])
        tick(voice, Tick.RECEIVED, at=now)
    settle(voice, before)
    answering = voice.parent.ref if voice.parent is not None else ""
    organisation = organisations_by_id([thread.organisation_id])[thread.organisation_id].slug if thread.organisation_id else ""
    fact = facts.Spoken(voice.ref, voice.kind, voice.language, answering, organisation, voice.promise_hours)
    return say(fact, about=thread.about, by=by, at=now)


def wipe(voice: Voice, *, now: datetime) -> None:
    """Remove the words of a voice and all that was kept of them."""
    before = weight(voice)
    states.move(voice, State.WITHDRAWN, text="", rewritten="", rewritten_at=None, mentions={}, pictures=[], rule="")
    voice.texts.all().delete()
    forget_files(voice)
    if voice.shown_at is not None and voice.root_id is None:
        tick(voice, Tick.WITHDRAWN, at=now)
    settle(voice, before)


def _rewrite(voice: Voice, text: str, at: datetime | None) -> None:
    if voice.rewritten != text:
        voice.rewritten, voice.rewritten_at = text, at
        voice.save(update_fields=["rewritten", "rewritten_at"])
        settle(voice, weight(voice))


def _is_new(by: Actor, now: datetime) -> bool:
    person = me(by)
    shown = Voice.objects.filter(author=person).shown().count()
    return is_newcomer(shown=shown, joined_at=person.joined_at, now=now)


def _answered(by: Actor, ref: str) -> Voice:
    voice = access.own(by, ref, lock=True)
    if voice.state != State.SHOWN or not voice.answers:
        raise NothingToJudge
    return voice


def _last_tick(voice: Voice) -> str:
    last = voice.ticks.order_by("-id").first()
    return last.kind if last else ""


def put(thread: Thread, *, by: Actor, words: Words, now: datetime, parent: Voice | None = None, wait: bool = False) -> Voice:
    """Put words into a thread in which `by` may speak; with `wait` a moderator looks first. Says: `Spoken`, once they are shown."""
    person, text = me(by), _judge(words)
    text = judge_line(text) if thread.unnamed and parent is None else text
    # Several clicks at once: each has to see what the one before has said.
    locks.exclusive(f"speaking:{person.pk}")
    own = Voice.objects.filter(author=person)
    unnamed = thread.unnamed and parent is None
    if not unnamed and own.filter(thread=thread, text=text, parent=parent).exclude(state=State.WITHDRAWN).exists():
        raise SaidAlready
    said: dict[str, Any] = {"kind": words.kind, "text": text, "language": words.language, "mentions": addresses_of(named_in(text))}
    voice = Voice.objects.create(
        thread=thread,
        organisation_id=thread.organisation_id,
        author=person,
        unnamed=unnamed,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        state=State.QUEUED,
        spoken_at=now,
        pictures=[{"alt": each.alt, "width": each.width, "height": each.height} for each in words.pictures],
        **said,
    )
    keep_files(voice, words.pictures)
    if not wait and not _is_new(by, now):
        show(voice, by=by, now=now)
    return voice


def _judge(words: Words) -> str:
    if words.kind not in Kind.values:
        raise Invalid({"kind": _("Choose what it is.")})
    if words.language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose one of the languages.")})
    if len(words.pictures) > MOST:
        raise Invalid({"pictures": _("Choose four pictures at most.")})
    if not all(each.alt.strip() for each in words.pictures):
        raise Invalid({"alt": _("Say what each picture shows, for those who cannot see it.")})
    return judge_text(words.text)

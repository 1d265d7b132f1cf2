# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moderators do with a voice: let it through, leave it, hide, show again, remove. By a rule, with reasons that its author reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import digest
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.record.actions import say
from insieme.record.facts import Fact
from insieme.voices import access, facts
from insieme.voices.actions.counting import settle, weight
from insieme.voices.actions.guidelines import judge_rule
from insieme.voices.actions.speaking import change_text, show
from insieme.voices.models import AGAINST, Appeal, Flag, State, Step, StepKind, Verdict, Voice

STATEMENT = 2000
#: What can be done with a voice that is in this state.
POSSIBLE: dict[str, tuple[StepKind, ...]] = {
    State.QUEUED: (StepKind.SHOW, StepKind.REMOVE),
    State.SHOWN: (StepKind.LEAVE, StepKind.HIDE, StepKind.REMOVE),
    State.HIDDEN: (StepKind.RESTORE, StepKind.REMOVE),
    State.REMOVED: (StepKind.RESTORE,),
}
#: Of words that a newcomer wants to change: let the new ones through, leave those before, or all that can be done with what is shown.
OF_REWRITTEN = (StepKind.SHOW, *POSSIBLE[State.SHOWN])
BECOMES = {
    StepKind.SHOW: State.SHOWN,
    StepKind.HIDE: State.HIDDEN,
    StepKind.REMOVE: State.REMOVED,
    StepKind.RESTORE: State.SHOWN,
}
FACTS: dict[str, Callable[[Voice], Fact]] = {
    StepKind.LEAVE: lambda voice: facts.Left(voice.ref),
    StepKind.RESTORE: lambda voice: facts.Restored(voice.ref),
    StepKind.HIDE: lambda voice: facts.Hidden(voice.ref, voice.rule),
    StepKind.REMOVE: lambda voice: facts.Removed(voice.ref, voice.rule),
}


class OwnVoice(Denied):
    """Nobody judges in their own cause."""

    code = "own_voice"
    sentence = _("These are your own words: another moderator decides about them.")


class OwnTalk(Denied):
    """Nor where they have a part in what the talk is about."""

    code = "own_talk"
    sentence = _("You have a part in what this is about: you may let it be read, and another moderator decides against it.")


class NotThisStep(WrongState):
    """The voice stands otherwise than the moderator saw it."""

    code = "not_this_step"
    sentence = _("The voice has changed in the meantime, perhaps another moderator was quicker. Look at it again.")


class WordsChanged(WrongState):
    """The words are no longer those that the moderator read."""

    code = "words_changed"
    sentence = _("The author has changed these words since you read them. Read them as they are now, then decide.")


class AppealStands(WrongState):
    """What an author has appealed against is decided upon as an appeal."""

    code = "appeal_stands"
    sentence = _("Its author has appealed: decide upon the appeal instead.")


@transaction.atomic
def moderate(ref: str, *, by: Actor, kind: str, rule: str = "", statement: str = "", seen: str = "", now: datetime) -> Step:
    """Decide about a voice. What goes against it names the rule and tells the author why.

    `seen` is the `words_digest` of what the moderator has read: pages send it always, the API asks for it.
    Refuses: `OnlyModerators`, `NotVisible`, `OwnVoice`, `OwnTalk`, `WordsChanged`, `NotThisStep`, `AppealStands`, `Invalid`.
    Says: `Spoken` where it lets a newcomer through, `Edited` where it lets new words of theirs through, else `Left`, `Hidden`, `Restored`
    or `Removed`.
    """
    voice = access.moderated(by, ref, lock=True)
    refuse_own(by, voice, against=kind in AGAINST)
    if seen and seen != words_digest(voice):
        raise WordsChanged
    if kind not in possible(voice):
        raise NotThisStep
    if Appeal.objects.filter(step__voice=voice, verdict=Verdict.AWAITED).exists():
        raise AppealStands
    return step(voice, by=by, kind=kind, rule=rule, statement=statement, now=now)


def refuse_own(by: Actor, voice: Voice, *, against: bool) -> None:
    """Let nobody judge in their own cause: show what is said about it they may. Refuses: `OwnVoice`, `OwnTalk`."""
    if access.is_author(by, voice):
        raise OwnVoice
    if against and access.has_part(by, voice):
        raise OwnTalk


def words_digest(voice: Voice) -> str:
    """What tells the words of a voice, and those that are to take their place, from any others."""
    return digest(b"", f"{voice.text}\0{voice.rewritten}")[:32]


def possible(voice: Voice) -> tuple[StepKind, ...]:
    """What a moderator can do with this voice as it stands."""
    return OF_REWRITTEN if voice.rewritten else POSSIBLE.get(voice.state, ())


def step(voice: Voice, *, by: Actor, kind: str, rule: str, statement: str, now: datetime) -> Step:
    """Take a step that may be taken; the voice is locked."""
    rule, statement = _judge(voice, kind, rule, statement)
    if voice.rewritten and kind == StepKind.SHOW:
        entry = change_text(voice, voice.rewritten, by=_author(voice) or by, now=now, written_at=voice.rewritten_at)
    elif voice.shown_at is None and BECOMES.get(StepKind(kind)) == State.SHOWN:
        # It is said by who said it: the record's private part names them, not the moderator.
        entry = show(voice, by=_author(voice) or by, now=now)
    else:
        entry = _move(voice, kind, rule, by=by, now=now)
    Flag.objects.filter(voice=voice, settled_at=None).update(settled_at=now)
    return Step.objects.create(voice=voice, kind=kind, rule=rule, statement=statement, by_id=by.person_id, at=now, entry_id=entry.pk)


def _move(voice: Voice, kind: str, rule: str, *, by: Actor, now: datetime) -> Any:
    before = weight(voice)
    if kind in BECOMES:
        states.move(voice, BECOMES[StepKind(kind)], rule=rule, rewritten="", rewritten_at=None)
        settle(voice, before)
    elif voice.rewritten:
        change_text(voice, voice.text, by=by, now=now)
    return say(FACTS[kind](voice), about=voice.thread.about, by=by, at=now)


def _judge(voice: Voice, kind: str, rule: str, statement: str) -> tuple[str, str]:
    refused = kind == StepKind.LEAVE and voice.rewritten
    if kind not in AGAINST and not refused:
        return "", ""
    if not statement.strip():
        raise Invalid({"statement": _("Tell the author why, and what they could have said instead.")})
    return "" if refused else judge_rule(rule), statement.strip()[:STATEMENT]


def _author(voice: Voice) -> Actor | None:
    return Actor.person(voice.author.pk, voice.author.ref) if voice.author is not None else None

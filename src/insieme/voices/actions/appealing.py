# SPDX-License-Identifier: AGPL-3.0-or-later
"""An author asks another moderator to look again; whoever decided first does not decide the second time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, WrongState
from insieme.record.actions import say
from insieme.voices import access, facts
from insieme.voices.actions.moderating import refuse_own, step
from insieme.voices.models import AGAINST, Appeal, State, Step, StepKind, Verdict
from insieme.voices.rules.texts import judge_text

WORDS = 2000


class SameModerator(Denied):
    """Whoever took a step against the voice, this one or one before, does not hear the appeal."""

    code = "same_moderator"
    sentence = _("You took this decision yourself, or one before it: another moderator hears the appeal.")


class NothingToAppeal(WrongState):
    """Nothing stands against this voice."""

    code = "nothing_to_appeal"
    sentence = _("There is no decision against this voice, or it was looked at again already.")


class Decided(WrongState):
    """The appeal was decided."""

    code = "decided"
    sentence = _("This appeal is decided already.")


@transaction.atomic
def appeal(ref: str, *, by: Actor, words: str, now: datetime) -> Appeal:
    """Ask another moderator to look again at what was decided against one's own voice. Once for each decision: again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NotYours`, `NothingToAppeal`, `Invalid`. Says: `Appealed`.
    """
    voice = access.own(by, ref, lock=True)
    last = Step.objects.filter(voice=voice).order_by("-id").first()
    if voice.state not in {State.HIDDEN, State.REMOVED} or last is None or last.kind not in AGAINST:
        raise NothingToAppeal
    said = judge_text(words, field="words", longest=WORDS)
    made = Appeal.objects.filter(step=last).first()
    if made is not None:
        if made.verdict != Verdict.AWAITED:
            raise NothingToAppeal
        return made
    if Appeal.objects.filter(step__voice=voice, verdict=Verdict.REFUSED).exists():
        raise NothingToAppeal
    made = Appeal.objects.create(step=last, words=said, at=now)
    say(facts.Appealed(voice.ref, made.ref), about=voice.thread.about, by=by, at=now)
    return made


@transaction.atomic
def decide_appeal(ref: str, *, by: Actor, grant: bool, because: str, now: datetime) -> Appeal:
    """Look again at a decision that an author has appealed against. Granted, the voice is shown.

    Refuses: `OnlyModerators`, `NotVisible`, `SameModerator`, `OwnVoice`, `OwnTalk`, `Decided`, `Invalid`.
    Says: `AppealDecided`; before it what showing the voice says, where it is granted.
    """
    found = access.appeal(by, ref, lock=True)
    voice = access.moderated(by, found.step.voice.ref, lock=True)
    refuse_own(by, voice, against=not grant)
    if not access.may_hear(by, found):
        raise SameModerator
    if found.verdict != Verdict.AWAITED:
        raise Decided
    reasons = judge_text(because, field="because", longest=WORDS)
    if grant and voice.state in {State.HIDDEN, State.REMOVED}:
        step(voice, by=by, kind=StepKind.RESTORE, rule="", statement="", now=now)
    entry = say(facts.AppealDecided(voice.ref, found.ref, grant), about=voice.thread.about, by=by, at=now)
    verdict = Verdict.GRANTED if grant else Verdict.REFUSED
    states.move(found, verdict, field="verdict", because=reasons, decided_by_id=by.person_id, decided_at=now, entry_id=entry.pk)
    return found

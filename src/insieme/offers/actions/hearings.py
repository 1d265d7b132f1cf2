# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking to be heard: an organisation that a call speaks of without naming it, the promoter's yes or no, and silence, which is a yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, WrongState
from insieme.offers import access
from insieme.offers.actions.beside import tell_beside
from insieme.offers.actions.interests import acting_for
from insieme.offers.facts import replying as facts
from insieme.offers.models import Call, Hearing, HearingState
from insieme.offers.queries.hearings import said_on
from insieme.offers.queries.replies import named_on
from insieme.offers.rules.hearings import SILENCE, NoTooLate, StillTheSame, judge_no, judge_wish
from insieme.people.access import managed
from insieme.record.actions import say


class HeardAlready(WrongState):
    """Who is named, or was granted it, replies without asking."""

    code = "heard_already"
    sentence = _("Your organisation may reply already: there is nothing to ask.")


class OwnWords(Denied):
    """Nobody replies to themselves."""

    code = "own_words"
    sentence = _("Your organisation promotes this call: what it says is yours to change or to answer for.")


@transaction.atomic
def ask_to_be_heard(slug: str, *, by: Actor, organisation_slug: str, words: str, now: datetime) -> Hearing:
    """Ask that an organisation which the call speaks of may reply, saying where and why it is concerned. Asked twice is asked once.

    Refuses: what `access.call` and `people.access.managed` refuse; `WrongState` before the call is open; `OwnWords`; `HeardAlready`;
    `StillTheSame` after a no, until what the call says has changed; `Invalid` words. Says: `HearingAsked`.
    """
    call = access.call(by, slug, lock=True)
    asking = managed(by, organisation_slug)
    if call.published_at is None:
        raise access.NotInThisPhase(phase=call.phase)
    if asking.pk in call.promoters:
        raise OwnWords
    known = Hearing.objects.filter(call=call, organisation=asking).first()
    if known is not None and known.state == HearingState.ASKED:
        return known
    if asking.pk in named_on(call):
        raise HeardAlready
    judge_wish(words)
    terms: dict[str, Any] = {"words": words.strip(), "said": said_on(call), "asked_by_id": by.person_id, "asked_at": now}
    if known is not None and known.said == terms["said"]:
        raise StillTheSame
    made = _asked(call, asking, known, terms | {"until": now + SILENCE})
    _say(facts.HearingAsked, made, by=by, now=now, acting_for=f"organisation:{asking.slug}", words=made.words)
    return made


@transaction.atomic
def answer_hearing(slug: str, ref: str, *, by: Actor, hear: bool, because: str = "", now: datetime) -> Hearing:
    """Let an organisation reply, or say why not; a no can still become a yes. The same answer twice is once.

    Refuses: what `access.hearing` refuses; `Invalid` for a no without a reason; `NoTooLate`; `WrongState` once it may reply.
    Says: `HearingGranted` or `HearingRefused`.
    """
    found = access.hearing(by, slug, ref, to_answer=True, lock=True)
    same = {HearingState.GRANTED, HearingState.SILENT} if hear else {HearingState.REFUSED}
    if found.state in same:
        return found
    if not hear:
        judge_no(because)
        if found.state == HearingState.SILENT or now >= found.until:
            raise NoTooLate
    answered: dict[str, Any] = {"answered_by_id": by.person_id, "answered_at": now, "because": "" if hear else because.strip()}
    states.move(found, HearingState.GRANTED if hear else HearingState.REFUSED, **answered)
    speaks = acting_for(found.call, by)
    if hear:
        _say(facts.HearingGranted, found, by=by, now=now, acting_for=speaks, silent=False)
    else:
        _say(facts.HearingRefused, found, by=by, now=now, acting_for=speaks, because=found.because)
    return found


@transaction.atomic
def hear_for_silence(slug: str, ref: str, *, by: Actor, now: datetime) -> Hearing:
    """Let an organisation reply that nobody has answered in three days. Twice is once. Says: `HearingGranted`."""
    found = access.hearing(by, slug, ref, to_answer=True, lock=True)
    if found.state == HearingState.ASKED and now >= found.until:
        states.move(found, HearingState.SILENT, answered_at=now)
        _say(facts.HearingGranted, found, by=by, now=now, silent=True)
    return found


def _asked(call: Call, asking: Any, known: Hearing | None, terms: dict[str, Any]) -> Hearing:
    if known is None:
        return Hearing.objects.create(call=call, organisation=asking, **terms)
    states.move(known, HearingState.ASKED, because="", answered_by_id=None, answered_at=None, **terms)
    known.call, known.organisation = call, asking
    return known


def _say(kind: Any, found: Hearing, *, by: Actor, now: datetime, acting_for: str = "", **more: Any) -> None:
    call, asking = found.call, found.organisation
    fact = kind(call=call.slug, title=call.title, hearing=found.ref, organisation=asking.slug, name=asking.name, **more)
    say(fact, about=call.topic, by=by, at=now, acting_for=acting_for)
    tell_beside(call)

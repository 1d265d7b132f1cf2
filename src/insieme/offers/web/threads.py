# SPDX-License-Identifier: AGPL-3.0-or-later
"""The thread (il filo) of a call: how far the chain from the voice to the proof has come, from its phase and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insieme.foundation.text import plain
from insieme.look.templatetags.look import day
from insieme.offers.models import Call, Outcome, Phase
from insieme.offers.rules.pledging import Terms
from insieme.offers.web import cards

Knot = dict[str, Any]
#: How many knots are tied in each phase; the next one is where the call stands.
TIED = {Phase.DRAFT: 0, Phase.OPEN: 1, Phase.CHOOSING: 2, Phase.CLOSED: 2, Phase.CLEARED: 3}
NAMES = ("voice", "answer", "decision", "commitment", "proof")


@dataclass(frozen=True, slots=True)
class Talk:
    """What the thread shows of the talk: voices, how many of them ask, how many are answered, whether one waits for too long."""

    voices: int = 0
    asked: int = 0
    answered: int = 0
    late: bool = False


def counts(talk: Any, now: datetime) -> Talk:
    """The counts of a thread of voices; of none where there is no such thread."""
    if talk is None:
        return Talk()
    return Talk(talk.shown, talk.asked, talk.answered, talk.next_due_at is not None and talk.next_due_at < now)


def thread(call: Call, terms: Mapping[str, Any], outcome: Outcome | None, talk: Talk) -> dict[str, Knot]:
    """The five knots of a call. A cancelled call, or one in which nothing goes ahead, stops where it stood."""
    active, failed = cards.going(outcome), cards.failed(outcome)
    running = call.phase != Phase.CANCELLED and (outcome is None or bool(active or failed))
    # What was answered stays answered, also where the call was cancelled afterwards.
    tied = TIED.get(Phase(call.phase), 2 if terms else 1)
    words = (_voice(call, talk), _answer(call, terms, talk), _decision(call), _commitment(call, active, failed), "")
    knots = {
        name: {"state": "done" if place < tied else "never" if not running else "now" if place == tied else "waiting", "words": said}
        for place, (name, said) in enumerate(zip(NAMES, words, strict=True))
    }
    if talk.late:
        knots["answer"]["state"] = "late"
    if outcome is not None:
        knots["decision"]["href"] = reverse("offers:outcome", args=[call.slug])
    if running:
        knots["proof"] |= _proof([each.proof_by for ref, each in terms.items() if each.proof_by and (outcome is None or ref in active)])
    return knots


def of_offer(offer: Any, outcome: Outcome | None, talk: Talk) -> dict[str, Knot]:
    """The five knots of an offer: what is asked about it and answered, then its call's. One that does not go ahead stops there."""
    knots = thread(offer.call, {offer.ref: offer}, outcome, talk)
    waits, said = talk.asked > talk.answered, _voices(talk)
    state = "late" if talk.late else "now" if waits else "done" if talk.asked else "waiting"
    knots["voice"] = {
        "state": "done" if talk.voices else "now",
        "words": said if talk.voices else _("nobody has asked yet"),
        "href": "#talk",
    }
    knots["answer"] = {"state": state, "words": _replied(talk)}
    if outcome is None:
        return knots
    if offer.ref in cards.going(outcome):
        knots["commitment"]["words"] = _("it goes ahead")
        return knots
    never = {"state": "never", "words": ""}
    words = _("supplier failed") if offer.ref in cards.failed(outcome) else _("it does not go ahead")
    return knots | {"commitment": never | {"words": words}, "proof": never}


def _voice(call: Call, talk: Talk) -> str:
    if not call.published_at:
        return _("still a draft")
    if not talk.voices:
        return day(call.published_at)
    return _("%(day)s, since then %(voices)s") % {"day": day(call.published_at), "voices": _voices(talk)}


def _voices(talk: Talk) -> str:
    return ngettext("%(number)s voice", "%(number)s voices", talk.voices) % {"number": plain(talk.voices)}


def _replied(talk: Talk) -> str:
    if not talk.asked:
        return ""
    said = ngettext("%(answered)s of %(number)s answer given", "%(answered)s of %(number)s answers given", talk.asked)
    return said % {"answered": plain(talk.answered), "number": plain(talk.asked)}


def _answer(call: Call, terms: Mapping[str, Terms], talk: Talk) -> str:
    count = len(terms)
    said = ngettext("%(number)s signed offer", "%(number)s signed offers", count) % {"number": plain(count)}
    if call.phase == Phase.OPEN:
        said = _("%(offers)s, until %(day)s") % {"offers": said, "day": day(call.choosing_at)}
    return "; ".join(part for part in (said, _replied(talk)) if part)


def _decision(call: Call) -> str:
    match call.phase:
        case Phase.CHOOSING:
            return _("until %(day)s") % {"day": day(call.closes_at)}
        case Phase.CLOSED:
            return _("pledges are being counted")
        case Phase.CLEARED:
            return day(call.cleared_at)
        case Phase.CANCELLED:
            return _("cancelled")
        case _:
            return _("from %(day)s") % {"day": day(call.choosing_at)}


def _commitment(call: Call, active: list[str], failed: list[str]) -> str:
    if call.phase == Phase.CLEARED:
        ahead = ngettext("%(number)s offer goes ahead", "%(number)s offers go ahead", len(active)) % {"number": plain(len(active))}
        fell = ngettext("%(number)s supplier failed", "%(number)s suppliers failed", len(failed)) % {"number": plain(len(failed))}
        return ", ".join(words for words, there in ((ahead, active), (fell, failed)) if there) or _("no offer goes ahead")
    return "" if call.phase == Phase.CANCELLED else _("after the choice")


def _proof(days: list[date]) -> Knot:
    """By when it is due. Never late: nobody can hand a proof in here yet, so nobody can be late with it."""
    return {"words": _("by %(day)s; not followed up here yet") % {"day": day(max(days))}} if days else {}

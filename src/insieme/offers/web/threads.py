# SPDX-License-Identifier: AGPL-3.0-or-later
"""The thread (il filo) of a call: how far the chain from the voice to the proof has come, from its phase and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insieme.foundation.text import plain
from insieme.look.templatetags.look import day
from insieme.offers.models import Call, Outcome, Phase
from insieme.offers.rules.pledging import Terms

Knot = dict[str, Any]
#: How many knots are tied in each phase; the next one is where the call stands.
TIED = {Phase.DRAFT: 0, Phase.OPEN: 1, Phase.CHOOSING: 2, Phase.CLOSED: 2, Phase.CLEARED: 3}
NAMES = ("voice", "answer", "decision", "commitment", "proof")


def thread(call: Call, terms: Mapping[str, Terms], outcome: Outcome | None, now: datetime) -> dict[str, Knot]:
    """The five knots of a call. A cancelled call, or one in which nothing goes ahead, stops where it stood."""
    active = [] if outcome is None else [each["ref"] for each in outcome.summary.get("offers", []) if each.get("active")]
    running = call.phase != Phase.CANCELLED and (outcome is None or bool(active))
    # What was answered stays answered, also where the call was cancelled afterwards.
    tied = TIED.get(Phase(call.phase), 2 if terms else 1)
    words = (_voice(call), _answer(call, terms), _decision(call), _commitment(call, active), "")
    knots = {
        name: {"state": "done" if place < tied else "never" if not running else "now" if place == tied else "waiting", "words": said}
        for place, (name, said) in enumerate(zip(NAMES, words, strict=True))
    }
    if outcome is not None:
        knots["decision"]["href"] = reverse("offers:outcome", args=[call.slug])
    if running:
        knots["proof"] |= _proof(
            [each.proof_by for ref, each in terms.items() if each.proof_by and (outcome is None or ref in active)], now, bool(active)
        )
    return knots


def _voice(call: Call) -> str:
    return day(call.published_at) if call.published_at else _("still a draft")


def _answer(call: Call, terms: Mapping[str, Terms]) -> str:
    count = len(terms)
    said = ngettext("%(number)s signed offer", "%(number)s signed offers", count) % {"number": plain(count)}
    return _("%(offers)s, until %(day)s") % {"offers": said, "day": day(call.choosing_at)} if call.phase == Phase.OPEN else said


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


def _commitment(call: Call, active: list[str]) -> str:
    if call.phase == Phase.CLEARED:
        return (
            ngettext("%(number)s offer goes ahead", "%(number)s offers go ahead", len(active)) % {"number": plain(len(active))}
            if active
            else _("no offer goes ahead")
        )
    return "" if call.phase == Phase.CANCELLED else _("after the choice")


def _proof(days: list[date], now: datetime, decided: bool) -> Knot:
    if not days:
        return {}
    last = max(days)
    late = decided and last < localdate(now)
    return {"words": _("by %(day)s") % {"day": day(last)}} | ({"state": "late"} if late else {})

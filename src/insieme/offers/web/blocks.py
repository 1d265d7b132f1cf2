# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a call's page that are the same for every reader, rendered once and kept by call, version and language."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language

from insieme.foundation.memory import memory
from insieme.offers.queries import CallPage, standing
from insieme.offers.web import cards, threads

KEPT_SECONDS = 600
NAMES = ("chain", "need", "rules")


def blocks(page: CallPage, now: datetime) -> dict[str, str]:
    """The thread and the offers side by side (`chain`), what is needed, and the rules of the call."""
    key = f"offers.blocks:{page.call.pk}:{get_language()}:{_version(page, now)}"
    known: dict[str, str] | None = memory.get(key)
    if known is None:
        known = _rendered(page, now)
        memory.set(key, known, KEPT_SECONDS)
    return {name: mark_safe(html) for name, html in known.items()}  # noqa: S308 - rendered by templates, kept as it was


def _version(page: CallPage, now: datetime) -> str:
    """What the blocks depend on: the day, the phase, the words, the standing offers. Once signed, an offer never changes."""
    call = page.call
    words = (call.need, call.category, call.unit, call.menu, call.proof_expected, call.place_id, call.closes_at)
    seen = (localdate(now), call.phase, page.outcome and page.outcome.pk, words, list(page.terms), page.may_offer)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _rendered(page: CallPage, now: datetime) -> dict[str, str]:
    call = page.call
    active = None if page.outcome is None else [each["ref"] for each in page.outcome.summary["offers"] if each["active"]]
    offers = standing(call) if page.offers is None else page.offers
    values = {
        "call": call,
        "cards": [cards.card(offer, call, active) for offer in offers],
        "thread": threads.thread(call, page.terms, page.outcome, now),
        "menu": cards.menu(call),
        "may_offer": page.may_offer,
    }
    return {name: render_to_string(f"offers/parts/call_{name}.html", values) for name in NAMES}

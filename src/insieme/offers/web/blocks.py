# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pages show of calls that is the same for every reader, rendered once for each language and version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localdate

from insieme.look.blocks import kept
from insieme.offers import queries
from insieme.offers.models import Call
from insieme.offers.queries import CallPage
from insieme.offers.rules.pledging import Terms
from insieme.offers.rules.ratings import criteria_of
from insieme.offers.web import cards, threads

NAMES = ("words", "chain", "need", "rules")
LINE = ("phase", "title", "summary", "category", "place_id", "choosing_at", "closes_at", "people", "around")


def of_call(page: CallPage, now: datetime) -> dict[str, str]:
    """Who asks for what until when (`words`), the thread and the offers (`chain`), what is needed, and the rules of the call."""
    thing = f"call:{page.call.pk}:{page.may_offer:d}"
    return kept(thing, _version(page, now), lambda: _rendered(page, now))


def progress(call: Call, terms: Mapping[str, Terms], now: datetime) -> str:
    """How many take part in the call, in all."""
    quorums = [(each.quorum, each.quorum_unit, each.name) for each in terms.values()]
    version = (call.people, call.phase, call.closes_at, localdate(now).year, quorums)

    def rendered() -> str:
        return render_to_string("offers/parts/progress.html", {"call": call, "quorum": cards.progress(call, terms)})

    return kept(f"progress:{call.pk}", version, rendered)


def lists(found: Mapping[str, list[Call]], now: datetime) -> dict[str, str]:
    """The lines of these lists of calls, each with `company`; an empty list has none."""
    calls = [call for listed in found.values() for call in listed]
    thing = ";".join(",".join(str(call.pk) for call in listed) for listed in found.values())
    version = (localdate(now).year, [(*(getattr(call, name) for name in LINE), call.company.name) for call in calls])  # type: ignore[attr-defined]

    def rendered() -> dict[str, str]:
        queries.in_full(calls)
        return {which: render_to_string("offers/parts/call_lines.html", {"calls": listed}) for which, listed in found.items() if listed}

    return kept(f"calls:{thing}", version, rendered)


def _version(page: CallPage, now: datetime) -> tuple[object, ...]:
    """What the blocks of a call show: phase, words, moments, the standing offers. Of those, only what is named here can still change."""
    call = page.call
    words = (call.title, call.summary, call.need, call.category, call.unit)
    rules = (call.menu, call.drop_out_percent, call.proof_expected, call.criteria, call.runner_up)
    moments = (localdate(now), call.published_at, call.choosing_at, call.closes_at, call.revisions_until)
    companies: list[Any] = [(offer.company, offer) for offer in page.offers]  # type: ignore[attr-defined]
    track = [(offer.ref, offer.made_before, offer.calls_won, offer.revision) for _company, offer in companies]
    standing = [(company.name, company.verified_at) for company, _offer in companies]
    promoter: Any = call.company  # type: ignore[attr-defined]
    talk = threads.counts(call.thread, now)
    ahead = (cards.going(page.outcome), cards.failed(page.outcome))
    return (call.phase, page.may_pledge, words, rules, moments, call.place_id, promoter.name, standing, track, talk, ahead)


def _rendered(page: CallPage, now: datetime) -> dict[str, str]:
    call = page.call
    queries.dress([call])
    offers = page.offers if page.whole else queries.standing(call)
    values = {
        "call": call,
        "cards": [cards.card(offer, call, page.outcome) for offer in offers],
        "thread": threads.thread(call, page.terms, page.outcome, threads.counts(call.thread, now)),
        "menu": cards.menu(call),
        "criteria": "; ".join(map(str, criteria_of(call.criteria))),
        "may_offer": page.may_offer,
        "may_pledge": page.may_pledge,
    }
    return {name: render_to_string(f"offers/parts/call_{name}.html", values) for name in NAMES}

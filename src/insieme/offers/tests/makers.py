# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of small worlds. They act through actions, as people do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from insieme.foundation.actor import Actor
from insieme.offers import actions
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.offering import OfferText, TierText
from insieme.offers.models import Call, Offer, Pledge
from insieme.offers.rules.pledging import Entry
from insieme.people.tests.makers import a_person, an_organisation

#: The world's clock: drafted on DAY, choosing from CHOOSING, closed at CLOSES.
DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)
CHOOSING = DAY + timedelta(days=10)
MEANWHILE = DAY + timedelta(days=15)
CLOSES = DAY + timedelta(days=20)
CLOCK = Actor.system("clock")
_numbers = count(1)


def as_actor(person: Any) -> Actor:
    """The person as one who acts."""
    return Actor.person(person.pk, person.ref)


def call_text(**changes: Any) -> CallText:
    """A sound call; `changes` replace what stands."""
    words: dict[str, Any] = {
        "title": f"Il caffè dei nostri uffici {next(_numbers)}",
        "summary": "Lo compreremo comunque: da chi fa di più per il quartiere?",
        "need": "Beviamo **1.900 kg** di caffè l'anno.",
        "category": "food",
        "unit": "kg",
        "choosing_at": CHOOSING,
        "closes_at": CLOSES,
        "menu": {"at_least": [300], "near": [2, 50]},
    }
    return CallText(**(words | changes))


def offer_text(**changes: Any) -> OfferText:
    """A sound offer; `changes` replace what stands. The tiers begin at the quorum unless they are given."""
    words: dict[str, Any] = {
        "product": "Arabica, consegna settimanale",
        "price_minor": 1950,
        "quorum": 2,
        "quorum_unit": "buyers",
        "commitment": "Pannelli solari sulla scuola Carducci",
        "basis": "takings",
        "proof": "Fattura dell'impianto e contatore pubblico",
        "proof_by": date(2027, 3, 31),
    } | changes
    words.setdefault("tiers", (TierText(words["quorum"], percent_hundredths=1200),))
    return OfferText(**words)


def a_draft(**changes: Any) -> tuple[Call, Any]:
    """A drafted call and the manager of its promoter."""
    manager = a_person()
    promoter = an_organisation(owner=manager)
    return actions.open_call(promoter.pk, by=as_actor(manager), text=call_text(**changes), now=DAY), manager


def a_call(**changes: Any) -> Call:
    """A call that is open for offers."""
    draft, manager = a_draft(**changes)
    return actions.publish_call(draft.slug, by=as_actor(manager), now=DAY)


def an_offer(call: Call, *, signed: bool = True, **changes: Any) -> Offer:
    """An offer of a new company, signed by its owner."""
    owner = a_person()
    company = an_organisation(owner=owner)
    made = actions.make_offer(call.slug, by=as_actor(owner), organisation_id=company.pk, text=offer_text(**changes), now=DAY)
    if signed:
        made = actions.sign_offer(call.slug, made.ref, by=as_actor(owner), name="Irene Lauri", title="titolare", now=DAY)
    made.owner = owner  # type: ignore[attr-defined]
    return made


def choosing(call: Call) -> Call:
    """The call once people choose."""
    return actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)


def a_choice(*quorums: int, **changes: Any) -> tuple[Call, list[Offer]]:
    """A call in which people choose, with one signed offer for each quorum."""
    call = a_call(**changes)
    offers = [an_offer(call, quorum=quorum) for quorum in quorums]
    return choosing(call), offers


def a_pledge(call: Call, *offers: Offer, by: Any = None, **changes: Any) -> Pledge:
    """A pledge of a new person (or `by`) that ranks these offers without conditions."""
    person = by or a_person()
    said: dict[str, Any] = {"entries": [Entry(offer.ref) for offer in offers], "now": MEANWHILE} | changes
    return actions.pledge(call.slug, by=as_actor(person), **said)

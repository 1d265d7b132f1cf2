# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of small worlds. They act through actions, as people do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from insieme.foundation.actor import Actor
from insieme.offers import actions
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.initiatives import InitiativeText
from insieme.offers.actions.offering import OfferText, TierText, text_of
from insieme.offers.models import Call, Initiative, Offer, Pledge, Revision
from insieme.offers.queries.revisions import words_in_force
from insieme.offers.rules.pledging import Entry
from insieme.people.tests.makers import a_person, an_organisation

#: The world's clock: drafted on DAY, choosing from CHOOSING, closed at CLOSES.
DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)
CHOOSING = DAY + timedelta(days=10)
MEANWHILE = DAY + timedelta(days=15)
CLOSES = DAY + timedelta(days=20)
#: In calls that allow it, offers may be revised until here.
REVISED = DAY + timedelta(days=17)
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
    return published(draft, manager)


def published(draft: Call, manager: Any, *ties: actions.TieText) -> Call:
    """The draft, open for offers, once its promoter has declared these ties: none, unless they are given."""
    actions.declare_interests(draft.slug, by=as_actor(manager), ties=ties, now=DAY)
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


def a_revision(offer: Offer, *, now: datetime = MEANWHILE, because: str = "", answers: Sequence[str] = (), **changes: Any) -> Revision:
    """The next revision of an offer, signed by the company's owner: as the offer was made, with these `changes`."""
    by = as_actor(offer.owner)  # type: ignore[attr-defined]
    text = replace(text_of(words_in_force(Offer.objects.get(pk=offer.pk))), **changes)
    draft = actions.draft_revision(offer.call.slug, offer.ref, by=by, text=text, because=because, answers=answers, now=now)
    signature = {"name": "Irene Lauri", "title": "titolare", "seen": draft.digest}
    signed = actions.sign_revision(offer.call.slug, offer.ref, by=by, now=now, **signature)
    offer.refresh_from_db(fields=["revision", "alike", *changes.keys() - {"tiers"}])
    return signed


def choosing(call: Call) -> Call:
    """The call once people choose."""
    return actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)


def a_choice(*quorums: int, **changes: Any) -> tuple[Call, list[Offer]]:
    """A call in which people choose, with one signed offer for each quorum."""
    call = a_call(**changes)
    offers = [an_offer(call, quorum=quorum) for quorum in quorums]
    return choosing(call), offers


def a_pledge(call: Call, *offers: Offer, by: Any = None, **changes: Any) -> Pledge:
    """A pledge of a new person (or `by`) that ranks these offers without conditions, by the words that they had when they were read."""
    person = by or a_person()
    said: dict[str, Any] = {"entries": [Entry(offer.ref, revision=offer.revision) for offer in offers], "now": MEANWHILE} | changes
    return actions.pledge(call.slug, by=as_actor(person), **said)


def an_initiative(call: Call, *, owner: Any = None, organisation: Any = None, now: datetime = DAY, **changes: Any) -> Initiative:
    """An initiative of a new organisation (or of `organisation`, which `owner` manages)."""
    manager = owner or a_person()
    company = organisation or an_organisation(owner=manager)
    words: dict[str, Any] = {"crowd": "employees", "declared": 620, "words": "Lo beviamo **tutti**."} | changes
    text = InitiativeText(**words)
    made = actions.open_initiative(call.slug, by=as_actor(manager), organisation_id=company.pk, text=text, now=now)
    made.owner, made.company = manager, company  # type: ignore[attr-defined]
    return made

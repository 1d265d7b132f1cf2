# SPDX-License-Identifier: AGPL-3.0-or-later
"""The talk about an offer goes by the names that its call and its company have now."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from insieme.offers import actions
from insieme.offers.actions.calling import text_of
from insieme.offers.rules.ratings import Mark
from insieme.offers.tests.makers import DAY, a_call, a_draft, an_offer, as_actor, published
from insieme.people import actions as people
from insieme.people.queries import organisations_by_id
from insieme.record.actions import relay, seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db


def renamed(offer, *names):
    """The company of the offer goes by these names, one after the other, before the program hears of it."""
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    for name in names:
        more = {"kind": company.kind, "vat": "", "place": None, "size": "", "about": ""}
        people.edit_organisation(company.slug, by=as_actor(offer.owner), name=name, **more)
    seal()
    relay()
    return company.name


def talk(offer):
    offer.refresh_from_db()
    offer.thread.refresh_from_db()
    return offer.thread.title


def told(call):
    seal()
    return [entry for entry in feed(about=call.topic) if entry.code == "offers.bidder_renamed"]


def test_with_the_company_and_its_call_is_told_once():
    call, other = a_call(), a_call()
    offer, elsewhere = an_offer(call), an_offer(other)
    actions.rate(call.slug, offer.ref, by=as_actor(call.opened_by), marks=[Mark(0, 3, "Si vedrà.")], now=DAY)
    before = talk(elsewhere)
    was = renamed(offer, "Torrefazione Due", "Torrefazione Tre")
    assert talk(offer) == f"Torrefazione Tre: {call.title}"
    assert offer.reviews.title == talk(offer)
    assert talk(elsewhere) == before
    assert [json.loads(entry.public) for entry in told(call)] == [
        {"call": call.slug, "title": call.title, "was": was, "name": "Torrefazione Tre"}
    ]
    assert not told(other)


def test_a_draft_has_no_talk_and_its_call_is_told_nothing():
    call = a_call()
    renamed(an_offer(call, signed=False), "Torrefazione Due")
    assert not told(call)


def test_with_the_call_whose_words_may_change_again_once_the_offer_is_taken_back():
    draft, manager = a_draft(title="Farina di grani antichi")
    call = published(draft, manager)
    offer = an_offer(call)
    actions.withdraw_offer(call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    company, _, was = talk(offer).partition(": ")
    assert was == "Farina di grani antichi"
    actions.edit_call(call.slug, by=as_actor(manager), text=replace(text_of(call), title="Semola di Verona"), now=DAY)
    assert talk(offer) == f"{company}: Semola di Verona"
    assert not told(call)

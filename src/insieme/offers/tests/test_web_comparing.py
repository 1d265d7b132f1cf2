# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offers side by side, and the track record beside them: honest while nothing has come due."""

import pytest

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions, tasks
from insieme.offers.queries.offers import standing
from insieme.offers.queries.track import TrackRecord, track_record
from insieme.offers.rules.ratings import Mark
from insieme.offers.tests.makers import (
    CLOSES,
    DAY,
    MEANWHILE,
    REVISED,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    a_revision,
    an_offer,
    as_actor,
    choosing,
    offer_text,
)
from insieme.people.tests.makers import a_person
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch, client):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def compare(client, call, *offers):
    return client.get(f"/calls/{call.slug}/offers/compare/", {"offer": [offer.ref for offer in offers]})


def test_each_line_stands_for_each_offer_that_was_chosen(client):
    call, offers = a_choice(2, 3, 4, revisions_until=REVISED)
    a_revision(offers[0], price_minor=1800)
    actions.rate(call.slug, offers[0].ref, by=as_actor(a_person()), marks=[Mark(0, 4, "È vicino.")], now=MEANWHILE)
    answer = compare(client, call, offers[0], offers[2])
    shown = answer.content.decode()
    assert [each["ref"] for each in answer.context["offers"]] == [offers[0].ref, offers[2].ref]
    for words in ("€18.00", "€19.50", "4 people", "revision 2: what changed", "as it was first signed", "first time here"):
        assert words in shown
    assert answer.context["offers"][0]["spreads"][0]["people"] == "1 person"
    assert answer.context["offers"][1]["spreads"][0]["people"] == "nobody yet"


def test_the_terms_of_sale_stand_beside_one_another(client):
    call = a_call()
    an_offer(call, terms="Consegna e montaggio **a parte**")
    an_offer(call)
    choosing(call)
    shown = compare(client, call).content.decode()
    assert "Consegna e montaggio" in shown
    assert '<th scope="row">Terms</th>' in shown
    assert "none" in shown


def test_a_company_that_has_not_shown_who_it_is_is_called_so_where_one_decides(client):
    call, (offer,) = a_choice(2)
    assert ">not verified<" in client.get(f"/calls/{call.slug}/").content.decode()
    assert "nobody has looked at who it is" in client.get(f"/calls/{call.slug}/offers/{offer.ref}/").content.decode()


def test_at_most_four_stand_side_by_side_and_without_a_choice_the_first_ones(client):
    call, offers = a_choice(2, 2, 2, 2, 2)
    answer = compare(client, call)
    assert [each["ref"] for each in answer.context["offers"]] == [offer.ref for offer in offers[:4]]
    assert "more cannot be read side by side" in answer.content.decode()
    assert len(compare(client, call, offers[4]).context["offers"]) == 1
    assert len(client.get(f"/calls/{call.slug}/offers/compare/?offer=nonsense").context["offers"]) == 4


def test_a_call_without_offers_says_so_and_a_draft_is_not_there(client):
    call = a_call()
    an_offer(call, signed=False, product="Segreto")
    shown = compare(client, call).content.decode()
    assert "No offer is signed yet" in shown
    assert "Segreto" not in shown
    assert compare(client, a_draft()[0]).status_code == 404


@pytest.mark.parametrize("quorums", [(2,), (2, 2, 2, 2)])
def test_it_takes_as_many_queries_for_one_offer_as_for_four(client, django_assert_num_queries, quorums):
    call, _offers = a_choice(*quorums)
    client.get("/calls/")
    with django_assert_num_queries(5):
        compare(client, call)


def test_who_was_decided_about_before_has_a_record_with_the_calls_won_and_no_promise_due(client):
    first, [offer] = a_choice(2)
    for _ in range(2):
        a_pledge(first, offer)
    second = a_call(closes_at=CLOSES.replace(day=28))
    by = as_actor(offer.owner)
    made = actions.make_offer(second.slug, by=by, organisation_id=offer.organisation_id, text=offer_text(), now=DAY)
    actions.sign_offer(second.slug, made.ref, by=by, name="Irene Lauri", title="", now=DAY)
    assert track_record(standing(second)[0]) is None
    tasks.close_due(CLOSES)
    seal()
    relay()
    tasks.clear_due(CLOSES)
    assert track_record(standing(second)[0]) == TrackRecord(won=1)
    shown = compare(client, second).content.decode()
    assert "promises are not followed up on Insieme yet" in shown
    assert "1 call won" in shown
    assert 'class="kept"' not in shown

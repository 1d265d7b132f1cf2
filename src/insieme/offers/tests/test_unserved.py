# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys nothing is told why, truly, wherever it is said: every way in which a list can come to nothing, as a table."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.translation import override

from insieme.foundation.memory import memory
from insieme.notices import queries as told
from insieme.notices.kinds import kind_of
from insieme.offers.actions.failing import declare_failure
from insieme.offers.models import Assignment, Outcome, Pledge
from insieme.offers.queries.outcomes import got_by
from insieme.offers.rules.pledging import Entry
from insieme.offers.rules.unserved import Fate, Why, hangs_on_neighbours, reasons, sentences, why
from insieme.offers.tests.makers import CLOSES, REVISED, a_call, a_pledge, a_revision, an_offer, as_actor, choosing
from insieme.offers.tests.test_telling import carried, decided
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, a_place

ENGLISH = {"accept-language": "en"}
NONE_AHEAD = "None of "


def fate(**changes: Any) -> Fate:
    return Fate(**({"name": "Forno", "unit": "buyers", "thing": "kg", "total": 120, "ahead": True} | changes))


@pytest.mark.parametrize(
    ("entry", "changes", "near", "reason"),
    [
        ({}, {"ahead": False}, None, Why.NOT_AHEAD),
        ({}, {"ahead": False, "later": True}, None, Why.LATER),
        ({}, {"alike": (2,)}, None, Why.REVISED),
        ({"revision": 2}, {"alike": (2,), "lots": True}, None, Why.NO_ROOM),
        ({"revision": 1, "at_least": 300}, {"alike": (2,)}, None, Why.REVISED),
        ({"at_least": 121}, {}, None, Why.FEWER),
        ({"at_least": 122, "near": 2}, {"lots": True}, 9, Why.FEWER),
        ({"at_least": 120}, {"lots": True}, None, Why.NO_ROOM),
        ({"near": 50}, {}, None, Why.NEIGHBOURS),
        ({"near": 50}, {"lots": True}, 48, Why.NEIGHBOURS),
        ({"near": 50}, {"lots": True}, 49, Why.NO_ROOM),
        ({"near": 50}, {"lots": True}, 0, Why.NEIGHBOURS),
        ({"near": 50}, {"lots": True}, 50, Why.NO_ROOM),
        ({"near": 1}, {"lots": True}, 0, Why.NO_ROOM),
        ({}, {"lots": True}, None, Why.NO_ROOM),
        ({}, {"circle": True}, None, Why.CIRCLE),
        ({"near": 50}, {"circle": True}, 50, Why.CIRCLE),
        ({"near": 50}, {"circle": True}, 3, Why.NEIGHBOURS),
        ({}, {"ahead": True, "failed": True, "lots": True}, None, Why.NO_ROOM),
    ],
)
def test_what_keeps_a_line_from_its_offer(entry, changes, near, reason):
    assert why(Entry("a", **entry), fate(**changes), near=near) == reason


@pytest.mark.parametrize(
    ("entry", "changes", "asked"),
    [
        ({"near": 2}, {"lots": True}, True),
        ({"near": 2}, {"circle": True}, True),
        ({"near": 2}, {}, False),
        ({"near": 1}, {"lots": True}, False),
        ({"near": 2, "at_least": 122}, {"lots": True}, False),
        ({"near": 2}, {"lots": True, "alike": (2,)}, False),
        ({}, {"lots": True}, False),
    ],
)
def test_neighbours_are_counted_only_where_nothing_else_decides(entry, changes, asked):
    assert hangs_on_neighbours(Entry("a", **entry), fate(**changes)) is asked


@pytest.mark.parametrize(
    ("changes", "goes"),
    [
        ({}, True),
        ({"ahead": False}, False),
        ({"failed": True}, False),
        ({"ahead": False, "later": True}, True),
        ({"ahead": False, "later": True, "failed": True}, False),
    ],
)
def test_from_which_offers_people_buy_now(changes, goes):
    assert fate(**changes).goes is goes


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("buyers", "went ahead with 120 people, and your condition was at least 300 people."),
        ("units", "went ahead with 120 kg, and your condition was at least 300 kg."),
        ("new_customers", "went ahead with 120 new customers, and your condition was at least 300 new customers."),
        ("euro", "went ahead with €1.20, and your condition was at least €3."),
    ],
)
def test_a_condition_is_told_in_what_its_offer_counts(unit, said):
    with override("en"):
        [reason] = reasons([Entry("a", at_least=300)], {"a": fate(unit=unit)}, near={})
        assert reason.words == f"Forno {said}"


def test_what_went_ahead_comes_first_each_once_and_the_others_together():
    fates = {"a": fate(name="A", ahead=False), "b": fate(lots=True), "c": fate(name="C", ahead=False)}
    entries = [Entry("a"), Entry("b", at_least=2), Entry("b"), Entry("c"), Entry("gone")]
    with override("en"):
        found = sentences(reasons(entries, fates, near={}))
        assert [words.partition(" went")[0] for words in found] == ["Forno", "A and C did not go ahead."]
        assert sentences(reasons([Entry("a"), Entry("c")], fates, near={})) == []


def revised(call: Any, offer: Any, second: Any, person: Any) -> Any:
    made = a_pledge(call, offer, by=person)
    a_revision(offer, price_minor=2100)
    return made


def alone(call: Any, offer: Any, second: Any, person: Any) -> Any:
    return a_pledge(call, by=person, entries=[Entry(offer.ref, at_least=9)])


def far(call: Any, offer: Any, second: Any, person: Any) -> Any:
    return a_pledge(call, by=person, entries=[Entry(offer.ref, near=2)])


def unlike(call: Any, offer: Any, second: Any, person: Any) -> Any:
    return a_pledge(call, second, by=person)


def mixed(call: Any, offer: Any, second: Any, person: Any) -> Any:
    return a_pledge(call, by=person, entries=[Entry(second.ref), Entry(offer.ref, at_least=9)])


#: How somebody pledged who buys nothing: of the offer that goes ahead with three people, or of the one that does not.
WAYS = {
    "revised": (revised, ["{first} went ahead, but it had revised its offer and you had not said yes to that"]),
    "condition": (alone, ["{first} went ahead with 3 people, and your condition was at least 9 people."]),
    "neighbours": (far, ["{first} went ahead, but fewer than 2 from your place buy it: that was your condition."]),
    "none": (unlike, []),
    "mixed": (mixed, ["{first} went ahead with 3 people, and your condition was at least 9 people.", "{second} did not go ahead."]),
}


def world(way: str, *, others: int = 3) -> SimpleNamespace:
    """A call of two offers of which the first goes ahead, and one person with a list that bought nothing."""
    memory.clear()
    call = a_call(menu={"at_least": [9], "near": [2]}, revisions_until=REVISED)
    first, second = an_offer(call, quorum=2), an_offer(call, quorum=8)
    choosing(call)
    person = a_person(language="en", place=a_place())
    made, expected = WAYS[way]
    made(call, first, second, person)
    first.refresh_from_db()
    for _ in range(others):
        a_pledge(call, first)
    decided(call)
    names = {pk: each.name for pk, each in organisations_by_id([first.organisation_id, second.organisation_id]).items()}
    named = {"first": names[first.organisation_id], "second": names[second.organisation_id]}
    assert not Assignment.objects.filter(pledge__person=person).exists()
    return SimpleNamespace(call=call, person=person, expected=[words.format(**named) for words in expected], first=first)


def letter_to(person: Any) -> tuple[str, str]:
    """The letter that tells of the outcome, as text and as HTML."""
    [made] = [letter for letter in mail.outbox if letter.to == [person.email] and "is decided." in letter.body]
    return made.body, made.alternatives[0][0]


@pytest.mark.django_db
class TestEverywhere:
    @pytest.mark.parametrize("way", WAYS)
    def test_the_pages_tell_why(self, client, way):
        here = world(way)
        client.force_login(here.person)
        mine = f"/calls/{here.call.slug}/pledge/receipt/"
        for address in ("/pledges/", client.get(mine).url, f"/calls/{here.call.slug}/outcome/"):
            page = client.get(address, headers=ENGLISH).content.decode()
            for words in here.expected:
                assert escape(words) in page, address
            assert (NONE_AHEAD in page) == (not here.expected), address
            assert "goes ahead on your conditions, or its room was taken" not in page

    @pytest.mark.parametrize(("way", "kept"), [("revised", ["revised"]), ("mixed", ["not_ahead", "fewer"]), ("none", ["not_ahead"])])
    def test_a_program_is_told_why(self, client, way, kept):
        here = world(way)
        client.force_login(here.person)
        ref = client.get(f"/calls/{here.call.slug}/pledge/receipt/").url.rstrip("/").rpartition("/")[2]
        told = client.get(f"/api/v1/pledges/{ref}").json()
        assert [line["why"] for line in told["why"]] == kept
        assert [line["offer"] for line in told["why"]] == [entry["offer"] for entry in told["entries"]]

    @pytest.mark.parametrize("way", WAYS)
    def test_the_letter_tells_why_in_text_and_html(self, way):
        here = world(way)
        carried(CLOSES)
        text, html = letter_to(here.person)
        for words in here.expected:
            assert words in text
            assert escape(words) in html
        assert (NONE_AHEAD in text, NONE_AHEAD in html) == (not here.expected, not here.expected)
        assert ("From your list you buy nothing, and you owe nothing:" in text) == bool(here.expected)

    def test_the_notice_leads_to_the_page_that_tells_it(self):
        here = world("revised")
        notice = told.inbox(as_actor(here.person)).notices[0]
        assert notice.path == f"/calls/{here.call.slug}/outcome/"
        with override("en"):
            sentence = str(kind_of(notice.kind).sentence(notice.data))
        assert sentence.endswith("goes ahead. There you read what you buy, or why nothing")

    def test_the_receipt_leads_to_what_changed(self, client):
        here = world("revised")
        client.force_login(here.person)
        page = client.get(f"/calls/{here.call.slug}/pledge/receipt/", headers=ENGLISH, follow=True).content.decode()
        assert page.count(f"/calls/{here.call.slug}/offers/{here.first.ref}/revisions/2/changes/?since=1") == 1

    @pytest.mark.parametrize(
        ("way", "lines"),
        [
            ("revised", ["without conditions · revised, without your yes"]),
            ("condition", ["only if at least 9 of us buy this"]),
            ("mixed", ["without conditions", "only if at least 9 of us buy this"]),
        ],
    )
    def test_the_receipt_keeps_the_whole_list_as_it_was_given(self, client, way, lines):
        here = world(way)
        client.force_login(here.person)
        page = client.get(f"/calls/{here.call.slug}/pledge/receipt/", headers=ENGLISH, follow=True).content.decode()
        assert "1 kg, from the first of these that goes ahead on your conditions:" in page
        assert re.findall(r'<span class="meta">([^<]+)</span></li>', page) == lines

    @pytest.mark.parametrize("near", [None, 2])
    def test_who_drew_no_lot_reads_that_room_was_short(self, client, near):
        memory.clear()
        place = a_place()
        call = a_call(menu={"at_least": [], "near": [2]})
        offer = an_offer(call, quorum=2, capacity=3)
        choosing(call)
        for _ in range(6):
            a_pledge(call, by=a_person(language="en", place=place), entries=[Entry(offer.ref, near=near)])
        decided(call)
        carried(CLOSES)
        served = set(Assignment.objects.values_list("pledge__person_id", flat=True))
        out = [person for person in _people(call) if person.pk not in served]
        assert len(out) == 3
        for person in out:
            assert "went ahead with limited room: lots were drawn, and they did not fall to you." in letter_to(person)[0]
        client.force_login(out[0])
        assert "lots were drawn, and they did not fall to you" in client.get("/pledges/", headers=ENGLISH).content.decode()

    def test_in_a_circle_nobody_is_told_that_a_condition_failed(self, client):
        here = world("condition")
        Outcome.objects.update(verdict="contested")
        Pledge.objects.filter(person=here.person).update(entries=[{"offer": here.first.ref}])
        client.force_login(here.person)
        assert "preferences went round in a circle, as the page" in client.get("/pledges/", headers=ENGLISH).content.decode()

    def test_where_no_offer_goes_ahead_nobody_is_told_of_conditions(self):
        call = a_call()
        offer = an_offer(call, quorum=5)
        choosing(call)
        person = a_person(language="en")
        a_pledge(call, offer, by=person)
        decided(call)
        carried(CLOSES)
        assert "No offer reached its quorum, so nobody buys anything" in letter_to(person)[0]

    def test_a_letter_that_comes_after_the_failure_says_that_nothing_is_owed(self):
        here = world("none")
        buyer = Assignment.objects.first().pledge.person
        type(buyer).objects.filter(pk=buyer.pk).update(language="en")
        declare_failure(here.call.slug, here.first.ref, by=as_actor(here.first.owner), because="Fire in the mill", now=CLOSES)
        carried(CLOSES)
        assert "which does not deliver as it was decided: you buy nothing from it and owe it nothing" in letter_to(buyer)[0]

    @pytest.mark.parametrize("way", WAYS)
    def test_a_batch_costs_as_many_queries_for_one_as_for_six(self, way):
        costs = []
        for others in (2, 7):
            here = world("condition" if way == "none" else way, others=others)
            people = [person.pk for person in _people(here.call)]
            with CaptureQueriesContext(connection) as asked:
                assert {"why"} == got_by(here.call.topic, {}, people)[here.person.pk].keys()
            costs.append(len(asked))
        assert costs == [5, 5]

    @pytest.mark.parametrize("calls", [1, 3])
    def test_my_pledges_cost_as_many_queries_for_one_decided_call_as_for_three(self, client, calls, django_assert_num_queries):
        person = a_person(language="en")
        for _ in range(calls):
            call = a_call()
            first, second = an_offer(call, quorum=2), an_offer(call, quorum=8)
            choosing(call)
            a_pledge(call, second, by=person)
            for _ in range(2):
                a_pledge(call, first)
            decided(call)
        client.force_login(person)
        client.get("/calls/")
        with django_assert_num_queries(10):
            client.get("/pledges/")


def _people(call: Any) -> list[Any]:
    return [pledge.person for pledge in Pledge.objects.filter(call=call).select_related("person")]

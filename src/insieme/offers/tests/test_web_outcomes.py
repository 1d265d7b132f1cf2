# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of an outcome, and the files with which anybody counts it again."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import tasks
from insieme.offers.models import Call, Outcome
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import CLOSES, DAY, a_call, a_choice, a_pledge, an_offer, as_actor, choosing
from insieme.people.actions.closing import ask_to_close, close_account
from insieme.people.actions.consents import give_consents, withdraw_consent
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.rules import SECOND_THOUGHTS
from insieme.people.tests.makers import a_person
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: CLOSES)


def count():
    tasks.close_due(CLOSES)
    seal()
    relay()
    tasks.clear_due(CLOSES)
    memory.clear()


@pytest.fixture
def decided():
    """Three want a, then b; one wants b alone: a goes ahead with its quorum of 2, b would need 3."""
    call, offers = a_choice(2, 3)
    people = [a_person() for _ in range(4)]
    for person in people[:3]:
        a_pledge(call, *offers, by=person)
    a_pledge(call, offers[1], by=people[3])
    count()
    call.refresh_from_db()
    return call, offers, people


def a_reached_call():
    """Ten young people and ten old ones, who care for food and agreed to be counted, have pledged in it."""
    call, (offer,) = a_choice(1)
    people = [a_person() for _ in range(20)]
    for number, person in enumerate(people):
        a_pledge(call, offer, by=person)
        add_about_oneself(by=as_actor(person), age_band="75-" if number < 10 else "18-29", interests=["food"])
        give_consents(["profile"], by=as_actor(person), now=DAY)
    return call, people


def test_everybody_reads_who_goes_ahead_and_why(client, decided):
    call, offers, _people = decided
    page = client.get(f"/calls/{call.slug}/outcome/")
    story = page.context["story"]
    assert [each["ref"] for each in story["active"]] == [offers[0].ref]
    assert [row[4]["tone"] for row in story["rows"]] == ["go", "no"]
    assert story["rounds"]
    text = page.content.decode()
    assert "insieme clear reduced.json --check result.json" in text
    assert 'href="/source/"' in text.partition('id="recount"')[2].partition("</section>")[0]
    assert Outcome.objects.get().seed in text
    assert '/full.json"' not in text


def test_each_reads_what_they_got(client, decided):
    call, offers, people = decided
    client.force_login(people[0])
    got = client.get(f"/calls/{call.slug}/outcome/").context["got"]
    assert (got["ref"], got["place"], got["quantity"]) == (offers[0].ref, 1, 1)
    client.force_login(people[3])
    page = client.get(f"/calls/{call.slug}/outcome/")
    assert page.context["got"] is None
    assert page.context["mine"] is not None
    listed = client.get("/pledges/").context["groups"]["decided"]
    assert [pledge.got for pledge in listed] == [None]


def test_the_receipt_of_a_decided_call_says_what_one_got_and_what_comes_next(client, decided, django_assert_max_num_queries):
    call, offers, people = decided
    client.force_login(people[0])
    address = client.get(f"/calls/{call.slug}/pledge/receipt/").url
    with django_assert_max_num_queries(12):
        page = client.get(address, headers={"accept-language": "en"})
    assert page.context["state"] == "got"
    said = page.content.decode()
    for words in ("You buy from", "€19.50", "when Bottega", offers[0].commitment, f"/calls/{call.slug}/offers/{offers[0].ref}/"):
        assert words in said
    assert "asked for at most" not in said


def test_the_receipt_of_a_decided_call_says_that_one_buys_nothing(client, decided):
    call, _offers, people = decided
    client.force_login(people[3])
    page = client.get(client.get(f"/calls/{call.slug}/pledge/receipt/").url, headers={"accept-language": "en"})
    assert page.context["state"] == "nothing"
    assert "You buy nothing and owe nothing" in page.content.decode()
    assert "asked for at most" not in page.content.decode()


def test_no_two_links_to_the_receipt_say_the_same(client, decided):
    call, _offers, people = decided
    client.force_login(people[0])
    page = client.get(f"/calls/{call.slug}/outcome/").content.decode()
    links = re.findall(r'<a href="(/pledges/[^"]+/[^"]*)">([^<]+)</a>', page)
    assert len(links) == len(dict(links)) == len({words for _href, words in links}) == 2


def test_the_files_are_the_very_bytes_that_the_record_vouches_for(client, decided):
    call, _offers, _people = decided
    outcome = Outcome.objects.get()
    for name in ("result", "reduced"):
        answer = client.get(f"/calls/{call.slug}/outcome/{name}.json")
        assert answer.content == getattr(outcome, name).encode()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.json"'
        assert answer.headers["Content-Type"] == "application/json"


def test_the_full_lists_are_for_the_promoter_s_managers_and_the_operator_alone(client, decided):
    call, _offers, people = decided
    page = f"/calls/{call.slug}/outcome/"
    files = [f"{page}full.json", f"{page}full_result.json"]
    operator = a_person()
    get_user_model().objects.filter(pk=operator.pk).update(is_superuser=True)
    assert [client.get(file).status_code for file in files] == [404, 404]
    for person, status in ((people[0], 404), (call.opened_by, 200), (operator, 200)):
        client.force_login(person)
        assert [client.get(file).status_code for file in files] == [status, status]
        assert [f'href="{file}"' in client.get(page).content.decode() for file in files] == [status == 200] * 2


@pytest.mark.parametrize(("idle", "shown", "folded"), [(1, 4, 0), (3, 3, 3)])
def test_what_matters_stands_first_and_offers_that_nobody_preferred_are_folded_away(client, idle, shown, folded):
    call, (far, near, wins, *_others) = a_choice(9, 5, 2, *[2] * idle)
    for ranking in ((wins,), (wins,), (near, wins), (far, wins)):
        a_pledge(call, *ranking)
    count()
    page = client.get(f"/calls/{call.slug}/outcome/")
    story = page.context["story"]
    assert [row[0]["href"].split("/")[-2] for row in story["rows"]][:3] == [wins.ref, near.ref, far.ref]
    assert len(story["rows"]) == shown
    assert len(story["folded"]["rows"] if story["folded"] else []) == folded
    assert page.content.decode().count('<details class="more">') == bool(folded)


def test_where_nobody_pledged_every_offer_is_shown(client):
    call, _offers = a_choice(2, 2, 2)
    count()
    story = client.get(f"/calls/{call.slug}/outcome/").context["story"]
    assert (len(story["rows"]), story["folded"]) == (3, None)


@pytest.mark.parametrize("name", ["secret", "result.json.bak", "..%2Fresult"])
def test_there_are_no_other_files(client, decided, name):
    assert client.get(f"/calls/{decided[0].slug}/outcome/{name}.json").status_code == 404


def test_where_nothing_goes_ahead_that_is_said_plainly(client):
    call, (offer,) = a_choice(5)
    person = a_person()
    a_pledge(call, offer, by=person)
    count()
    client.force_login(person)
    page = client.get(f"/calls/{call.slug}/outcome/")
    assert page.context["story"]["active"] == []
    assert page.context["got"] is None
    assert client.get("/calls/?show=decided").status_code == 200
    assert client.get("/").status_code == 200


def test_a_circle_of_preferences_is_explained(client):
    client.cookies["language"] = "en"
    call, (a, b, c) = a_choice(2, 2, 2)
    for order in ((a, b, c), (b, c, a), (c, a, b)):
        a_pledge(call, *order)
    count()
    page = client.get(f"/calls/{call.slug}/outcome/")
    assert Outcome.objects.get().verdict == "contested"
    assert "circle" in page.content.decode()


def test_the_decided_call_tells_its_outcome_wherever_it_is_listed(client, decided):
    call, offers, _people = decided
    for address in ("/", "/calls/?show=decided"):
        listed = client.get(address).content.decode()
        assert f"/calls/{call.slug}/outcome/" in listed
    page = client.get(f"/calls/{call.slug}/").content.decode()
    assert page.count('class="offer goes"') == 1
    assert page.count('class="offer fails"') == 1
    fails = client.get(f"/calls/{call.slug}/offers/{offers[1].ref}/")
    assert fails.context["card"]["state"] == "fails"


def test_the_outcome_tells_whom_the_call_reached_of_those_who_agreed_to_be_counted(client):
    call, (offer,) = a_choice(1)
    for number in range(24):
        person = a_person()
        a_pledge(call, offer, by=person)
        add_about_oneself(by=as_actor(person), age_band="18-29" if number < 11 or number > 13 else "75-", interests=["food"])
        if number < 12:
            give_consents(["profile"], by=as_actor(person), now=DAY)
        if number == 0:
            withdraw_consent("profile", by=as_actor(person), now=DAY)
    count()
    client.cookies["language"] = "en"
    page = client.get(f"/calls/{call.slug}/outcome/").content.decode()
    told = page.partition("Whom the call reached")[2].partition("</section>")[0]
    assert re.findall(r'<th scope="row">([^<]*)</th><td[^>]*>([^<]*)<', told) == [("18 to 29", "10"), ("food and drink", "10")]
    assert client.get(f"/api/v1/calls/{call.slug}/outcome").json()["reach"] == {"ages": {"18-29": 10}, "interests": {"food": 10}}


def test_whom_a_call_reached_is_counted_once(client):
    call, people = a_reached_call()
    count()
    told = {"ages": {"18-29": 10, "75-": 10}, "interests": {"food": 20}}
    assert client.get(f"/api/v1/calls/{call.slug}/outcome").json()["reach"] == told
    withdraw_consent("profile", by=as_actor(people[0]), now=CLOSES)
    add_about_oneself(by=as_actor(people[1]), age_band="30-44", interests=[])
    ask_to_close(by=as_actor(people[12]), now=CLOSES)
    assert close_account(people[12].pk, now=CLOSES + SECOND_THOUGHTS)
    memory.clear()
    assert client.get(f"/api/v1/calls/{call.slug}/outcome").json()["reach"] == told
    assert tasks.count_reach_due(CLOSES) == 0
    client.cookies["language"] = "en"
    page = client.get(f"/calls/{call.slug}/outcome/").content.decode().partition("Whom the call reached")[2].partition("</section>")[0]
    assert re.findall(r'<th scope="row">([^<]*)</th><td[^>]*>([^<]*)<', page)[0] == ("18 to 29", "10")
    assert "75" in page


def test_of_an_outcome_of_before_it_is_counted_once_by_the_clock(client):
    call, people = a_reached_call()
    count()
    Outcome.objects.update(reach=None)
    assert client.get(f"/api/v1/calls/{call.slug}/outcome").json()["reach"] == {"ages": {}, "interests": {}}
    client.cookies["language"] = "en"
    assert "Whom the call reached" not in client.get(f"/calls/{call.slug}/outcome/").content.decode()
    assert (tasks.count_reach_due(CLOSES), tasks.count_reach_due(CLOSES)) == (1, 0)
    withdraw_consent("profile", by=as_actor(people[0]), now=CLOSES)
    assert client.get(f"/api/v1/calls/{call.slug}/outcome").json()["reach"]["ages"] == {"18-29": 10, "75-": 10}
    assert "Whom the call reached" in client.get(f"/calls/{call.slug}/outcome/").content.decode()


def test_where_fewer_than_ten_agreed_nothing_is_told_of_them(client, decided):
    call, _offers, people = decided
    for person in people:
        add_about_oneself(by=as_actor(person), age_band="18-29")
        give_consents(["profile"], by=as_actor(person), now=DAY)
    client.cookies["language"] = "en"
    assert "Whom the call reached" not in client.get(f"/calls/{call.slug}/outcome/").content.decode()


@pytest.mark.parametrize("quorums", [(2,), (2, 3, 4, 5, 6)])
def test_the_outcome_takes_as_many_queries_for_one_offer_as_for_five(client, quorums, django_assert_num_queries):
    call, offers = a_choice(*quorums)
    people = [a_person() for _ in range(3)]
    for person in people:
        a_pledge(call, *offers[:5], by=person)
    count()
    client.force_login(people[0])
    client.get("/calls/")
    with django_assert_num_queries(10):
        client.get(f"/calls/{call.slug}/outcome/")


def test_it_was_decided_at_the_same_moment_wherever_that_is_told(client):
    client.cookies["language"] = "en"
    call, (offer,) = a_choice(1)
    person = a_person()
    a_pledge(call, offer, by=person)
    client.force_login(person)
    tasks.close_due(CLOSES)
    seal()
    relay()
    tasks.clear_due(CLOSES + timedelta(days=1))
    memory.clear()
    outcome = Outcome.objects.get()
    assert Call.objects.get().cleared_at == outcome.at == CLOSES + timedelta(days=1)
    addresses = ("/", "/calls/?show=decided", "/pledges/", f"/calls/{call.slug}/")
    told = [re.findall(r"[Dd]ecided on ([^<]+)<", client.get(address).content.decode()) for address in addresses]
    assert [len(each) for each in told] == [1, 1, 1, 1]
    assert all("22 November" in each[0] or "November 22" in each[0] for each in told), told


def test_the_page_says_what_a_stranger_counts_again_and_what_only_auditors_do(client, decided):
    """In the files the preferences of who gets nothing are left out, so that a stranger counts fewer than the page shows."""
    client.cookies["language"] = "en"
    call, offers, _people = decided
    page = client.get(f"/calls/{call.slug}/outcome/").content.decode()
    scan = json.loads(Outcome.objects.get().result)["scan"]
    assert (scan[offers[1].ref], "in the files below this figure may be lower" in page) == (0, True)
    recount = page.partition('id="recount"')[2].partition("</section>")[0]
    for words in ("You count again", "In full only auditors count again", "Left out of your files"):
        assert words in recount


def test_conditions_show_in_the_lists_so_that_the_numbers_add_up(client):
    """Preferences go round in a circle, so that whole lists are published; some of them hold on a condition that stays open."""
    client.cookies["language"] = "en"
    call, (a, b, c) = a_choice(14, 14, 14, menu={"at_least": [20]})
    for order in ((a, b, c), (b, c, a), (c, a, b)):
        for _ in range(7):
            a_pledge(call, *order)
    for _ in range(5):
        a_pledge(call, entries=[Entry(a.ref, at_least=20), Entry(b.ref)])
    count()
    outcome = Outcome.objects.get()
    lines = [line for group in outcome.summary["reduced_groups"] for line in group["list"]]
    told = [line for line in lines if isinstance(line, dict)]
    published = [entry for pledge in json.loads(outcome.reduced)["pledges"] for entry in pledge["list"]]
    assert len(told) == sum("at_least" in entry for entry in published if isinstance(entry, dict))
    page = client.get(f"/calls/{call.slug}/outcome/")
    shown = [group["list"] for group in page.context["story"]["groups"]]
    assert sum("only if at least 20 of us" in words for words in shown) == len(told) > 0


@pytest.mark.parametrize("unit", ["buyers", "units"])
def test_a_lottery_tells_units_how_many_got_no_place_and_no_more_than_holds(client, unit):
    client.cookies["language"] = "en"
    call = a_call()
    offer = an_offer(call, quorum=2, capacity=4, quorum_unit=unit)
    choosing(call)
    for _ in range(3):
        a_pledge(call, offer, quantity=2)
    a_pledge(call, offer, quantity=1)
    count()
    outcome = Outcome.objects.get()
    out = 4 - outcome.people_served
    assert outcome.summary["offers"][0]["unplaced"] == out
    page = client.get(f"/calls/{call.slug}/outcome/")
    story = page.context["story"]
    assert [words for words in story["unplaced"] if "has room for 4" in words and f": {out} more" in words] == story["unplaced"]
    assert len(story["unplaced"]) == bool(out)
    heads = [column["words"] for column in story["columns"]]
    assert ("Prefer it (kg)" in heads, "People who buy" in heads) == (unit == "units", unit == "units")
    assert ("cannot be certified" in story["promise"]) == (not outcome.certified)
    assert ("lot came up" in story["promise"]) == bool(out)


def test_before_the_close_there_is_no_outcome(client):
    call = a_call()
    assert client.get(f"/calls/{call.slug}/outcome/").status_code == 302
    assert client.get(f"/calls/{call.slug}/outcome/reduced.json").status_code == 404


def test_a_condition_that_did_not_hold_is_no_purchase(client):
    call, (offer,) = a_choice(1, menu={"at_least": [300]})
    person = a_person()
    a_pledge(call, by=person, entries=[Entry(offer.ref, at_least=300)])
    a_pledge(call, offer)
    count()
    client.force_login(person)
    assert client.get(f"/calls/{Call.objects.get().slug}/outcome/").context["got"] is None

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Blocks of pages are kept, and yet a page shows a change at once, in both languages, and shows each reader only what is theirs."""

import re
from datetime import timedelta

import pytest

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions, tasks
from insieme.offers.models import Call
from insieme.offers.tests.makers import (
    CHOOSING,
    CLOSES,
    DAY,
    MEANWHILE,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    an_offer,
    as_actor,
    choosing,
    offer_text,
)
from insieme.people.actions import edit_organisation
from insieme.people.queries import organisations_by_id, staff
from insieme.people.tests.makers import a_person, a_place
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db
LANGUAGES = ("it", "en")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _the_day(at):
    at(DAY)


@pytest.fixture
def pages(client):
    """The page at an address in each language, without what is new in every answer."""

    def visited(path):
        shown = {language: client.get(path, headers={"accept-language": language}).content.decode() for language in LANGUAGES}
        return {language: TOKEN.sub("", page) for language, page in shown.items()}

    return visited


def changed(pages, paths, change, *, after=""):
    """Visit the pages, change something, and look whether each is at once in each language what it is without anything kept."""
    was = {path: pages(path) for path in paths}
    assert was == {path: pages(path) for path in paths}
    change()
    seen = {path: pages(path) for path in paths}
    for path in paths:
        assert all(seen[path][language] != was[path][language] and after in seen[path][language] for language in LANGUAGES), path
    memory.clear()
    assert seen == {path: pages(path) for path in paths}


def rename(organisation_id, name):
    found = organisations_by_id([organisation_id])[organisation_id]
    by = as_actor(staff(organisation_id)[0].person)
    edit_organisation(found.slug, by=by, name=name, kind=found.kind, vat="", place=None, size="", about="")


def signed(call, offer, **changes):
    """Another offer of the same company, to this call."""
    by = as_actor(offer.owner)
    made = actions.make_offer(call.slug, by=by, organisation_id=offer.organisation_id, text=offer_text(**changes), now=DAY)
    actions.sign_offer(call.slug, made.ref, by=by, name="Irene Lauri", title="", now=DAY)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"title": "Il tè di tutti"}, "Il tè di tutti"),
        ({"summary": "Da chi fa di più?"}, "Da chi fa di più?"),
        ({"need": "Beviamo *tè*."}, "<em>tè</em>"),
        ({"category": "goods"}, ""),
        ({"unit": "casse"}, "casse"),
        ({"menu": {"at_least": [777], "near": []}}, "777"),
        ({"drop_out_percent": 37}, "37"),
        ({"proof_expected": "Bilancio depositato"}, "Bilancio depositato"),
        ({"choosing_at": CHOOSING + timedelta(days=1)}, "12 "),
        ({"closes_at": CLOSES + timedelta(days=7)}, "28 "),
        ({"published_at": DAY - timedelta(days=4)}, "28 "),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_a_call_says_is_seen_at_once(pages, changes, after):
    call = a_call()
    changed(pages, [f"/calls/{call.slug}/"], lambda: Call.objects.filter(pk=call.pk).update(**changes), after=after)


@pytest.mark.parametrize(
    "changes",
    [{"title": "Il tè di tutti"}, {"summary": "Da chi fa di più?"}, {"category": "goods"}, {"choosing_at": CHOOSING + timedelta(days=1)}],
    ids=lambda changes: next(iter(changes)),
)
def test_what_a_call_says_is_seen_at_once_in_the_lists(pages, changes):
    call = a_call()
    changed(pages, ["/", "/calls/?show=open"], lambda: Call.objects.filter(pk=call.pk).update(**changes))


def test_until_when_people_choose_is_seen_at_once_and_so_is_its_year(pages, at):
    call, _offers = a_choice(2)
    at(MEANWHILE)
    paths = [f"/calls/{call.slug}/", f"/calls/{call.slug}/progress/", "/", "/calls/"]
    changed(pages, paths, lambda: Call.objects.filter(pk=call.pk).update(closes_at=CLOSES + timedelta(days=90)), after="2027")
    changed(pages, paths, lambda: at(CLOSES + timedelta(days=60)))


def test_where_a_call_is_for_is_seen_at_once(pages):
    call = a_call(place=a_place().pk)
    paths = [f"/calls/{call.slug}/", "/", "/calls/?show=open"]
    changed(pages, paths, lambda: Call.objects.filter(pk=call.pk).update(place_id=a_place("015146").pk), after="Milano")


def test_each_phase_is_seen_at_once(pages, at):
    call = a_call()
    an_offer(call)
    paths = [f"/calls/{call.slug}/", "/"]
    changed(pages, paths, lambda: (choosing(call), at(CHOOSING)))
    at(CLOSES - timedelta(minutes=1))
    changed(pages, paths[:1], lambda: at(CLOSES))
    changed(pages, paths, lambda: actions.close_call(call.slug, by=as_actor(call.opened_by), now=CLOSES))
    tasks.close_due(CLOSES)
    seal()
    relay()
    changed(pages, paths, lambda: tasks.clear_due(CLOSES))


def test_a_cancelled_call_is_seen_at_once(pages):
    call = a_call()
    by = as_actor(call.opened_by)
    changed(pages, [f"/calls/{call.slug}/", "/"], lambda: actions.cancel_call(call.slug, by=by, because="Non serve.", now=DAY))


def test_a_signed_and_a_withdrawn_offer_are_seen_at_once(pages):
    call = a_call()
    made = an_offer(call)
    path = f"/calls/{call.slug}/"
    changed(pages, [path], lambda: an_offer(call, product="Robusta di montagna"), after="Robusta di montagna")

    def replace():
        actions.withdraw_offer(call.slug, made.ref, by=as_actor(made.owner), now=DAY)
        signed(call, made, product="Tostatura chiara")

    changed(pages, [path], replace, after="Tostatura chiara")


@pytest.mark.parametrize("begun", [False, True], ids=["open", "choosing"])
def test_the_new_name_of_a_company_is_seen_at_once(pages, at, begun):
    call = a_call()
    offer = an_offer(call)
    if begun:
        choosing(call)
        at(MEANWHILE)
    path = f"/calls/{call.slug}/"
    paths = [path, f"{path}progress/"] if begun else [path]
    changed(pages, paths, lambda: rename(offer.organisation_id, "Torrefazione Zeta"), after="Torrefazione Zeta")
    changed(pages, [path, "/"], lambda: rename(call.promoter_id, "Comitato Omega"), after="Comitato Omega")


def test_that_a_company_has_done_it_before_is_seen_at_once(pages, at):
    first, [offer] = a_choice(2)
    for _ in range(2):
        a_pledge(first, offer)
    second = a_call(closes_at=CLOSES + timedelta(days=9))
    signed(second, offer)
    choosing(second)
    at(CLOSES)
    tasks.close_due(CLOSES)
    seal()
    relay()
    changed(pages, [f"/calls/{second.slug}/"], lambda: tasks.clear_due(CLOSES), after="<span>1 ")


def test_how_many_take_part_is_seen_at_once(pages, at):
    call, _offers = a_choice(2)
    at(MEANWHILE)
    path = f"/calls/{call.slug}/"
    paths = [path, f"{path}progress/", "/", "/calls/"]
    changed(pages, paths, lambda: Call.objects.filter(pk=call.pk).update(people=1234), after="234")


def test_a_call_that_comes_and_one_that_goes_are_seen_at_once_in_the_lists(pages, at):
    first = a_call()
    made = []
    changed(pages, ["/", "/calls/?show=open"], lambda: made.append(a_call(title="Il pane di tutti")), after="Il pane di tutti")
    an_offer(first)
    changed(pages, ["/", "/calls/?show=open"], lambda: choosing(first))
    assert all(first.title in page for page in pages("/calls/").values())


def test_a_new_year_is_seen_in_dates(pages, at):
    call = a_call()
    paths = [f"/calls/{call.slug}/", "/"]
    changed(pages, paths, lambda: at(DAY + timedelta(days=70)), after="2026")


def test_what_somebody_pledged_is_in_nobody_else_s_page(client, at):
    call, offers = a_choice(2, 3)
    person = a_person()
    a_pledge(call, offers[1], by=person)
    at(MEANWHILE)
    for reader, told in ((person, True), (a_person(), False), (None, False), (person, True)):
        client.force_login(reader) if reader else client.logout()
        assert ('id="mine"' in client.get(f"/calls/{call.slug}/").content.decode()) is told


def test_who_promotes_a_call_and_who_may_answer_it_are_told_different_things(client):
    call = a_call()
    path = f"/calls/{call.slug}/"
    address = f'href="/calls/{call.slug}/offers/new/"'
    for _twice in range(2):
        client.force_login(call.opened_by)
        assert client.get(path).content.decode().count(address) == 0
        client.logout()
        assert client.get(path).content.decode().count(address) == 2


def test_the_blocks_of_a_draft_are_shown_to_its_managers_alone(client):
    draft, manager = a_draft()
    client.force_login(manager)
    assert draft.summary in client.get(f"/calls/{draft.slug}/").content.decode()
    client.logout()
    assert client.get(f"/calls/{draft.slug}/").status_code == 404
    assert draft.summary not in client.get("/").content.decode()


def test_a_page_whose_blocks_are_kept_reads_less(client, at, django_assert_num_queries):
    call, _offers = a_choice(2, 3, place=a_place().pk)
    at(MEANWHILE)
    for path, queries in ((f"/calls/{call.slug}/", 3), (f"/calls/{call.slug}/progress/", 2), ("/", 5), ("/calls/", 2)):
        client.get(path)
        with django_assert_num_queries(queries):
            client.get(path)

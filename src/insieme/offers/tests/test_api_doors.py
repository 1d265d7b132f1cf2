# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing what one has read, initiatives and suppliers that fail by the API: the whole way, who may go it, and what lists cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.foundation.scopes import ALL
from insieme.offers import tasks
from insieme.offers.actions.offering import TierText, write_tiers
from insieme.offers.actions.taking_over import settle_takeover
from insieme.offers.models import Agreement, Basis
from insieme.offers.tests.makers import (
    CLOCK,
    DAY,
    MEANWHILE,
    REVISED,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    a_revision,
    an_initiative,
    an_offer,
    as_actor,
)
from insieme.offers.tests.test_runner_up import CONFIRMED, SETTLED, WHY, usual
from insieme.people.actions.tokens import make_token
from insieme.people.tests.makers import a_person, an_organisation

pytestmark = pytest.mark.django_db
CROWD = {"crowd": "members", "declared": 40, "words": "Veniteci tutti.", "goal": 25}


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)


def shown(person: Any) -> dict[str, str]:
    _token, secret = make_token(by=as_actor(person), name="prova", scopes=ALL, days=90, now=DAY)
    return {"Authorization": f"Bearer {secret}"}


def ask(method: str, address: str, person: Any = None, said: Any = None, status: int = 200) -> Any:
    client = Client(headers=shown(person) if person else {})
    more = {} if said is None else {"data": said, "content_type": "application/json"}
    answer = getattr(client, method)(f"/api/v1{address}", **more)
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def cost(address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask("get", address)
    return len(asked)


def test_the_tag_of_a_draft_is_given_back_by_who_signs_it(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY)
    call = a_call()
    offer = an_offer(call, signed=False)
    owner = shown(offer.owner)  # type: ignore[attr-defined]
    where = f"/api/v1/calls/{call.slug}/offers/{offer.ref}"
    told = Client(headers=owner).get(where)
    signing: dict[str, Any] = {"data": {"name": "Irene Lauri"}, "content_type": "application/json"}
    for tag, code in (('"another"', "offer_changed"), (told["ETag"], None)):
        answer = Client(headers=owner | {"If-Match": tag}).post(f"{where}/sign", **signing)
        assert answer.json().get("code") == code, answer.content


def test_a_draft_that_was_kept_under_other_rules_is_judged_when_it_is_signed(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY)
    offer = an_offer(a_call(), signed=False)
    write_tiers(offer, (TierText(2, percent_hundredths=1200), TierText(3, percent_hundredths=800)))
    where = f"/calls/{offer.call.slug}/offers/{offer.ref}/sign"
    assert ask("post", where, offer.owner, {"name": "Irene Lauri"}, 422)["code"] == "invalid"  # type: ignore[attr-defined]


class TestInitiatives:
    def test_one_is_opened_joined_left_and_closed(self):
        call, (offer,) = a_choice(2)
        owner, person = a_person(), a_person()
        company = an_organisation(owner=owner)
        where, mine = f"/calls/{call.slug}/initiatives", f"/calls/{call.slug}/pledge"
        made = ask("post", where, owner, CROWD | {"organisation": company.slug}, 201)
        assert {name: made[name] for name in CROWD} == CROWD
        assert made["organisation"]["slug"] == company.slug
        ask("post", where, owner, CROWD | {"organisation": company.slug}, 409)
        line = {"entries": [{"offer": offer.ref}]}
        assert ask("put", mine, person, line | {"initiative": made["ref"]})["initiative"] == made["ref"]
        assert ask("put", mine, person, line | {"quantity": 2, "seen": 1})["initiative"] == made["ref"]
        assert ask("put", mine, person, line | {"initiative": "", "seen": 2})["initiative"] is None
        assert ask("post", f"{where}/{made['ref']}/close", owner)["state"] == "closed"
        assert ask("get", where)["items"] == []
        assert ask("get", f"{where}/{made['ref']}")["state"] == "closed"

    def test_how_many_came_is_told_from_ten_on(self):
        call, (offer,) = a_choice(2)
        started = an_initiative(call, now=MEANWHILE)
        for _each in range(9):
            a_pledge(call, offer, initiative=started.ref)
        where = f"/calls/{call.slug}/initiatives/{started.ref}"
        assert (ask("get", where)["pledged"], ask("get", where)["about"]) == (None, True)
        a_pledge(call, offer, initiative=started.ref)
        assert (ask("get", where)["pledged"], ask("get", where)["may_close"]) == (10, False)
        assert ask("get", where, started.owner)["may_close"]

    def test_pages_of_the_list_join_and_cost_the_same_however_many(self):
        call, _offers = a_choice(2)
        where = f"/calls/{call.slug}/initiatives"
        made = [an_initiative(call, declared=declared, now=MEANWHILE) for declared in (30, 90)]
        few = cost(where)
        made += [an_initiative(call, declared=declared, now=MEANWHILE) for declared in (60, 60, 60)]
        assert cost(where) == few <= 7
        first = ask("get", f"{where}?limit=3")
        second = ask("get", f"{where}?limit=3&after={first['next']}")
        assert [each["declared"] for each in first["items"] + second["items"]] == [90, 60, 60, 60, 30]
        assert {each["ref"] for each in first["items"] + second["items"]} == {each.ref for each in made}


class TestSuppliersThatFail:
    def test_from_the_failure_to_the_takeover(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: CONFIRMED)
        world = usual()
        first, second = world.offers
        people, where = world.people, f"/calls/{world.slug}/failures"
        ask("post", f"/calls/{world.slug}/offers/{first.ref}/failure", world.call.opened_by, {"because": " "}, 422)
        said = ask("post", f"/calls/{world.slug}/offers/{first.ref}/failure", world.call.opened_by, {"because": WHY}, 201)
        assert (said["stage"], said["because"], said["files"]) == ("recounting", WHY, {})
        here = f"{where}/{said['ref']}"
        tasks.recount_due(CONFIRMED)
        (asked,) = ask("get", "/me/takeovers", second.owner)
        assert (asked["stage"], asked["runner_up"], asked["may_take_over"], asked["asked"]) == ("asked", second.ref, True, 4)
        assert ask("get", asked["files"]["result"].removeprefix("/api/v1"))["active"]
        assert ask("get", "/me/agreements", people[0]) == []
        assert ask("post", f"{here}/take-over", second.owner, {"name": "Livia Serra"})["confirmed_name"] == "Livia Serra"
        lost = ask("get", f"/pledges/{world.pledges[0].ref}", people[0])
        assert (lost["got"], lost["lost"]["offer"]) == (None, first.ref)
        (mine,) = ask("get", "/me/agreements", people[0])
        assert mine == ask("get", f"{here}/agreement", people[0])
        assert (mine["offer"], mine["place"], mine["answer"], mine["total_minor"]) == (second.ref, 2, "asked", second.price_minor)
        assert ask("put", f"{here}/agreement", people[0], {"yes": False})["answer"] == "no"
        for person in people[:3]:
            assert ask("put", f"{here}/agreement", person, {"yes": True})["answer"] == "yes"
        assert ask("get", here, people[0])["answer"] == "yes"
        assert Agreement.objects.filter(answer="yes").count() == 3
        settle_takeover(world.slug, said["ref"], by=CLOCK, now=SETTLED)
        assert [(each["stage"], each["agreed"], each["answer"]) for each in ask("get", where)] == [("carried", 3, None)]

    def test_the_runner_up_declines_and_nobody_else_answers_for_it(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: CONFIRMED)
        world = usual()
        first, second = world.offers
        failure = ask("post", f"/calls/{world.slug}/offers/{first.ref}/failure", first.owner, {"because": WHY}, 201)["ref"]
        tasks.recount_due(CONFIRMED)
        for which in ("take-over", "decline"):
            ask("post", f"/calls/{world.slug}/failures/{failure}/{which}", first.owner, {"name": "Io"}, 404)
        told = ask("post", f"/calls/{world.slug}/failures/{failure}/decline", second.owner)
        assert (told["stage"], told["ending"]) == ("ended", "declined")
        ask("post", f"/calls/{world.slug}/failures/{failure}/take-over", second.owner, {"name": "Io"}, 409)

    def test_the_list_costs_little(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: CONFIRMED)
        world = usual()
        ask("post", f"/calls/{world.slug}/offers/{world.offers[0].ref}/failure", world.offers[0].owner, {"because": WHY}, 201)
        tasks.recount_due(CONFIRMED)
        assert cost(f"/calls/{world.slug}/failures") <= 7


def test_what_of_a_pledge_waits_for_a_yes_is_told_and_confirmed():
    call, offers = a_choice(2, 3, revisions_until=REVISED)
    person = a_person()
    a_pledge(call, *offers, by=person)
    a_revision(offers[1], price_minor=1800, terms="Con la consegna.")
    (line,) = ask("get", f"/calls/{call.slug}/pledge", person)["lapsed"]
    assert line == {"offer": offers[1].ref, "chosen": 1, "now": 2}
    assert [each["lapsed"] for each in ask("get", "/me/lapsed", person)] == [[line]]
    ask("post", f"/calls/{call.slug}/pledge/confirm", person, {"seen": 1, "revisions": {line["offer"]: line["now"]}})
    assert ask("get", f"/calls/{call.slug}/pledge", person)["lapsed"] == ask("get", "/me/lapsed", person) == []


def test_a_call_without_a_runner_up_stays_one_when_its_words_change():
    draft, manager = a_draft(runner_up=False, choosing_at=MEANWHILE + timedelta(days=3), closes_at=MEANWHILE + timedelta(days=9))
    words = ("title", "summary", "need", "category", "unit", "choosing_at", "closes_at")
    told = ask("get", f"/calls/{draft.slug}", manager)
    assert not told["runner_up"]
    assert not ask("put", f"/calls/{draft.slug}", manager, {name: told[name] for name in words} | {"summary": "Meglio."})["runner_up"]
    assert ask("put", f"/calls/{draft.slug}", manager, {name: told[name] for name in words} | {"runner_up": True})["runner_up"]


def test_what_an_organisation_does_is_told_with_its_drafts_to_its_managers_alone():
    draft, manager = a_draft()
    where = f"/organisations/{draft.promoter.slug}/activity"
    assert [each["slug"] for each in ask("get", where, manager)["calls"]] == [draft.slug]
    assert ask("get", where, a_person()) == {"calls": [], "offers": [], "unsigned": []}
    assert cost(where) <= 7


def test_a_commitment_to_start_from_fits_into_an_offer():
    templates = ask("get", "/commitments/templates")
    assert {each["code"] for each in templates} >= {"solar", "donation"}
    assert {each["basis"] for each in templates} <= set(Basis.values)


def test_a_call_is_handed_on_by_whole_addresses():
    call, _offers = a_choice(2)
    told, person = ask("get", f"/calls/{call.slug}/share"), a_person()
    assert told["address"].endswith(f"/calls/{call.slug}/")
    link = ask("put", f"/calls/{call.slug}/link", person)
    assert ask("get", f"/calls/{call.slug}/share", person)["address"].endswith(link["path"])
    for page in (told["poster"], told["badge"], told["badge_svg"], told["atom"], told["calendar"], *told["pictures"].values()):
        path = "/" + page.partition("://")[2].partition("/")[2]
        assert Client().get(path).status_code == 200, page


@pytest.mark.parametrize(("method", "door"), [("put", "pledge"), ("post", "pledge/what-if")])
def test_programs_of_who_makes_an_offer_rank_the_others(method, door):
    call, (own, other) = a_choice(2, 2)
    person = own.owner  # type: ignore[attr-defined]

    def ranked(*offers, status):
        return ask(method, f"/calls/{call.slug}/{door}", person, {"entries": [{"offer": each.ref} for each in offers]}, status)

    assert own.organisation.name in ranked(other, own, status=422)["fields"]["entry-2"]
    ranked(other, status=200)

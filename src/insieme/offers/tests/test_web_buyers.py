# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys from an offer: for its company alone, as a page, as a table and for programs; and who was told before."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.notices.queries import inbox
from insieme.offers import tasks
from insieme.offers.actions.taking_over import agree
from insieme.offers.models import Agreement, Assignment
from insieme.offers.tests.makers import CLOSES, MEANWHILE, a_call, a_choice, a_pledge, an_offer, as_actor
from insieme.offers.tests.test_runner_up import CONFIRMED, DECIDED, SETTLED, confirmed, decided, failed, usual
from insieme.offers.web import buyers as doors
from insieme.people.actions.closing import ask_to_close, close_account
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_colleague, a_person, a_place
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
LEARNS = "its company gets your name, your e-mail address"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: SETTLED)


@pytest.fixture
def world():
    made = usual(by=a_person("Ada Ferri", place=a_place(), email="ada@example.it"))
    made.call.refresh_from_db()
    return made


def address(world: Any, number: int = 0, more: str = "") -> str:
    return f"/calls/{world.slug}/offers/{world.offers[number].ref}/buyers/{more}"


def seen(client: Any, where: str) -> Any:
    answer = client.get(where, headers=ENGLISH)
    assert answer.status_code == 200, where
    return answer


def company_of(offer: Any) -> Any:
    return organisations_by_id([offer.organisation_id])[offer.organisation_id]


def names(answer: Any) -> set[str]:
    return {row[0] for row in answer.context["rows"]}


def known() -> None:
    seal()
    relay()


def carried_over(world: Any) -> None:
    failure = failed(world)
    confirmed(world, failure)
    for each in Agreement.objects.filter(failure=failure).select_related("pledge__person"):
        agree(world.slug, failure.ref, by=as_actor(each.pledge.person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)


def closed(person: Any) -> None:
    ask_to_close(by=as_actor(person), now=DECIDED)
    assert close_account(person.pk, now=DECIDED + timedelta(days=8))


def test_the_company_reads_who_buys_how_much_and_how_to_reach_them(client, world):
    client.force_login(world.offers[0].owner)
    answer = seen(client, address(world))
    assert names(answer) == {str(person) for person in world.people[:3]}
    ada = next(row for row in answer.context["rows"] if row[0] == "Ada Ferri")
    assert ada[1] == {"words": "ada@example.it", "href": "mailto:ada@example.it"}
    assert (ada[2], ada[3], ada[4], ada[5]) == ("Bologna (BO)", "1", "€19.50", "21 November")
    assert "3 people buy 3 kg for <b>€58.50</b> in all" in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "promoter", "rival", "buyer", "responder", "operator"])
def test_nobody_else_does(client, world, who):
    offer = world.offers[0]
    company = company_of(offer)
    people = {"stranger": a_person(), "promoter": world.call.opened_by, "rival": world.offers[1].owner, "buyer": world.people[0]}
    people |= {"responder": a_colleague(company, offer.owner, "responder"), "operator": a_person()}
    type(people["operator"]).objects.filter(pk=people["operator"].pk).update(is_superuser=True)
    client.force_login(people[who])
    for more in ("", "table.csv"):
        assert client.get(address(world, more=more)).status_code == 404
    assert client.get(f"/api/v1{address(world)}"[:-1]).status_code == 404
    assert "/buyers/" not in seen(client, f"/calls/{world.slug}/outcome/").content.decode()


def test_a_manager_does_and_finds_the_way_from_the_outcome_and_the_offer(client, world):
    offer = world.offers[0]
    client.force_login(a_colleague(company_of(offer), offer.owner, "manager"))
    for where in (f"/calls/{world.slug}/outcome/", f"/calls/{world.slug}/offers/{offer.ref}/"):
        assert f'href="{address(world)}"' in seen(client, where).content.decode()
    assert "/buyers/" not in seen(client, f"/calls/{world.slug}/offers/{world.offers[1].ref}/").content.decode()


def test_whose_offer_goes_ahead_is_led_there_and_the_others_to_the_outcome(world):
    known()
    told = {number: inbox(as_actor(offer.owner)).notices[0] for number, offer in enumerate(world.offers)}
    assert [told[0].kind, told[0].path] == ["offers.ours", address(world)]
    assert [told[1].kind, told[1].path] == ["offers.ours", f"/calls/{world.slug}/outcome/"]


def test_after_a_failure_the_list_is_empty_and_after_a_takeover_it_is_the_other_company_s(client, world):
    carried_over(world)
    client.force_login(world.offers[0].owner)
    answer = seen(client, address(world))
    assert (answer.context["state"], answer.context["rows"]) == ("failed", [])
    assert "ada@example.it" not in answer.content.decode()
    client.force_login(world.offers[1].owner)
    answer = seen(client, address(world, 1))
    assert names(answer) == {str(person) for person in world.people}
    assert {row[5] for row in answer.context["rows"]} == {"3 December"}
    known()
    [carried] = [each for each in inbox(as_actor(world.offers[1].owner)).notices if each.kind == "offers.carried"]
    assert carried.path == address(world, 1)


def test_where_nobody_buys_it_says_why(client, world, monkeypatch):
    client.force_login(world.offers[1].owner)
    assert seen(client, address(world, 1)).context["state"] == "nobody"
    call = a_call()
    draft, signed = an_offer(call, signed=False), an_offer(call)
    for offer in (draft, signed):
        client.force_login(offer.owner)
        assert seen(client, reverse("offers:buyers", args=[call.slug, offer.ref])).context["state"] == "waiting"


def test_who_has_closed_their_account_is_counted_and_not_named(client, world):
    closed(world.people[0])
    client.force_login(world.offers[0].owner)
    answer = seen(client, address(world))
    assert names(answer) == {str(person) for person in world.people[1:3]}
    assert "1 more person bought and has closed their account" in answer.content.decode()
    assert "€39.00" in answer.content.decode()
    for person in world.people[1:3]:
        closed(person)
    answer = seen(client, address(world))
    assert (answer.context["state"], answer.context["rows"]) == ("left", [])


def test_the_list_comes_in_pages_by_key(client, world, monkeypatch):
    monkeypatch.setattr(doors, "PAGE", 2)
    client.force_login(world.offers[0].owner)
    first = seen(client, address(world))
    second = seen(client, address(world) + first.context["onward"])
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["onward"]) == (2, 1, "")
    assert names(first) | names(second) == {str(person) for person in world.people[:3]}
    assert seen(client, address(world) + "?after=x").context["rows"] == first.context["rows"]


def table_of(client: Any, world: Any) -> list[list[str]]:
    answer = client.get(address(world, more="table.csv"), headers=ENGLISH)
    assert answer.streaming
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer.headers["Cache-Control"]
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_table_holds_all_of_them_a_piece_at_a_time_and_no_formula(client, world, monkeypatch):
    monkeypatch.setattr(doors, "ROWS_AT_ONCE", 2)
    type(world.people[1]).objects.filter(pk=world.people[1].pk).update(name='=HYPERLINK("http://x.example")')
    client.force_login(world.offers[0].owner)
    heads, *rows = table_of(client, world)
    assert heads == ["Name", "E-mail", "Place", "Quantity", "Unit", "Total", "Currency", "Since"]
    assert ["Ada Ferri", "ada@example.it", "Bologna (BO)", "1", "kg", "19.50", "EUR", "2026-11-21"] in rows
    assert len(rows) == 3
    assert '\'=HYPERLINK("http://x.example")' in {row[0] for row in rows}


def test_looking_changes_nothing(client, world):
    client.force_login(world.offers[0].owner)
    with CaptureQueriesContext(connection) as asked:
        seen(client, address(world))
        table_of(client, world)
    assert not [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in each["sql"]]


def questions(client: Any, where: str) -> int:
    seen(client, where)
    with CaptureQueriesContext(connection) as asked:
        answer = seen(client, where)
        if answer.streaming:
            list(answer.streaming_content)
    return len(asked)


@pytest.mark.parametrize("where", ["{page}", "{page}table.csv", "/api/v1{bare}", "/calls/{slug}/outcome/"])
def test_many_are_asked_for_as_few(client, where):
    asked = []
    for many in (2, 6):
        made = decided(*[(0,)] * many, quorums=(2,))
        type(made.people[0]).objects.filter(pk__in=[each.pk for each in made.people]).update(place=a_place())
        client.force_login(made.offers[0].owner)
        asked.append(questions(client, where.format(page=address(made), bare=address(made)[:-1], slug=made.slug)))
    assert asked[0] == asked[1]


def test_programs_read_the_same_in_pages(client, world):
    closed(world.people[2])
    client.force_login(world.offers[0].owner)
    told = client.get(f"/api/v1{address(world)}"[:-1], {"limit": 1}).json()
    assert {name: told[name] for name in ("unit", "people", "units", "total_minor", "left")} == {
        "unit": "kg",
        "people": 2,
        "units": 2,
        "total_minor": 3900,
        "left": 1,
    }
    more = client.get(f"/api/v1{address(world)}"[:-1], {"limit": 1, "after": told["next"]}).json()
    found = {each["name"]: each for each in told["items"] + more["items"]}
    assert (set(found), more["next"]) == ({str(person) for person in world.people[:2]}, None)
    ada = found["Ada Ferri"]
    assert (ada["email"], ada["place"], ada["quantity"], ada["total_minor"]) == ("ada@example.it", "Bologna (BO)", 1, 1950)


def test_who_pledges_reads_before_and_after_who_will_learn_of_it(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    call, [offer] = a_choice(1)
    person = a_person()
    client.force_login(person)
    ranked = {f"place-{offer.ref}": "1", f"if-{offer.ref}": ":", "quantity": "1", "seen": "0"}
    looked = client.post(f"/calls/{call.slug}/pledge/", ranked, headers=ENGLISH)
    assert looked.status_code == 200
    before, button = looked.content.decode().split('name="confirm"')
    assert LEARNS in before
    assert LEARNS not in button
    made = a_pledge(call, offer, by=person)
    assert LEARNS in seen(client, f"/pledges/{made.ref}/").content.decode()


def test_who_buys_reads_who_has_learnt_of_it_and_where_to_reach_the_company(client, world):
    company = company_of(world.offers[0])
    client.force_login(world.people[0])
    receipt = f"/pledges/{world.pledges[0].ref}/"
    said = seen(client, receipt).content.decode()
    assert f"{company} has your name, your e-mail address" in said
    assert f'href="/organisations/{company.slug}/"' in said
    assert "https://lauri.example.it/" not in said
    type(company).objects.filter(pk=company.pk).update(verified_at=CLOSES, verified_how="dns", verified_domain="lauri.example.it")
    assert 'href="https://lauri.example.it/"' in seen(client, receipt).content.decode()


def test_who_buys_nothing_is_told_to_nobody(client, world):
    assert Assignment.objects.count() == 3
    client.force_login(world.people[3])
    assert "has your name" not in seen(client, f"/pledges/{world.pledges[3].ref}/").content.decode()

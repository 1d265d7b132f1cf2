# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages where a supplier fails: who may say it, who takes over, who agrees, what the outcome tells, the files of the recount."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.foundation.memory import memory
from insieme.offers import tasks
from insieme.offers.actions.taking_over import agree, confirm_runner_up
from insieme.offers.models import Agreement, Failure
from insieme.offers.tests.makers import as_actor
from insieme.offers.tests.test_runner_up import CONFIRMED, SETTLED, WHY, confirmed, decided, failed, usual
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    memory.clear()
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: CONFIRMED)


@pytest.fixture
def world():
    return usual()


def page(client, address, status=200):
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == status, address
    return answer.content.decode()


def outcome(world):
    return f"/calls/{world.slug}/outcome/"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("company", 200), ("promoter", 200)])
def test_who_may_say_that_a_supplier_fails_and_finds_the_way_from_the_outcome(client, world, who, status):
    person = {"stranger": a_person(), "company": world.offers[0].owner, "promoter": world.call.opened_by}[who]
    client.force_login(person)
    address = f"{outcome(world)}failed/{world.offers[0].ref}/"
    page(client, address, status)
    assert (address in page(client, outcome(world))) == (status == 200)


def test_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get(f"{outcome(world)}failed/{world.offers[0].ref}/").status_code == 302


def test_saying_it_needs_a_reason_and_a_second_thought_and_keeps_what_was_typed(client, world):
    client.force_login(world.call.opened_by)
    address = f"{outcome(world)}failed/{world.offers[0].ref}/"
    answer = client.post(address, {"because": WHY})
    assert (answer.status_code, WHY in answer.content.decode()) == (422, True)
    assert not Failure.objects.exists()
    for _ in range(2):
        assert client.post(address, {"because": WHY, "certain": "on"}).headers["location"] == outcome(world)
    assert Failure.objects.get().because == WHY
    assert WHY in page(client, outcome(world))


def test_the_outcome_and_the_call_tell_each_step_and_what_comes_next(client, world):
    assert "supplier failed" not in page(client, "/calls/?show=decided")
    failure = failed(world)
    asked = page(client, outcome(world))
    assert "to say whether it stands by its offer" in asked
    assert f'href="{outcome(world)}#failed"' in page(client, f"/calls/{world.slug}/")
    assert "supplier failed" in page(client, f"/calls/{world.slug}/")
    assert "went ahead, then failed" in asked
    assert "supplier failed" in page(client, "/calls/?show=decided")
    confirmed(world, failure)
    assert "stands by its offer. 4 people have until" in page(client, outcome(world))
    for person in world.people[:3]:
        agree(world.slug, failure.ref, by=as_actor(person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)
    carried = page(client, outcome(world))
    assert "takes its place, with 3 people of the 4 who were asked" in carried
    assert "took over later" in carried


def test_the_headline_the_lists_and_the_thread_say_what_stands_now(client):
    world = decided((0, 2), (0, 2), (1, 2), (1, 2), (1, 2), quorums=(2, 2, 2))
    first, second, third = (organisations_by_id([each.organisation_id])[each.organisation_id].name for each in world.offers)
    assert f"{first} and {second} go ahead, with 5 people" in page(client, outcome(world))
    failure = failed(world)
    shown = page(client, outcome(world))
    said = f"{second} goes ahead, with 3 people; {first} has failed"
    assert f"<h1>{said}</h1>" in shown
    assert f'og:title" content="{said}"' in shown
    assert f"{first} and {second} go ahead, with 5 people" in shown
    assert "1 offer goes ahead, 1 supplier failed" in shown
    listed = page(client, "/calls/?show=decided")
    assert f"{second}, with 3 people" in listed
    assert f"{first}: supplier failed" in listed
    assert f"<b>{second}</b> with 3 people" in page(client, f"/calls/{world.slug}/")
    confirm_runner_up(world.slug, failure.ref, by=as_actor(world.offers[2].owner), name="Livia", title="direttrice", now=CONFIRMED)
    for person in world.people[:2]:
        agree(world.slug, failure.ref, by=as_actor(person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)
    assert f"{second} and {third} go ahead, with 5 people; {first} has failed" in page(client, outcome(world))


def test_where_all_have_failed_the_headline_says_so(client):
    world = decided((0,), (0,), quorums=(2,))
    failed(world)
    name = organisations_by_id([world.offers[0].organisation_id])[world.offers[0].organisation_id].name
    assert f"<h1>{name} has failed, and no other goes ahead as it stands now</h1>" in page(client, outcome(world))
    assert f"{name}: supplier failed" in page(client, "/calls/?show=decided")


def test_the_offers_themselves_and_their_comparison_say_what_the_outcome_says(client, world):
    call = f"/calls/{world.slug}/"
    fell, took = ([f"{call}offers/{offer.ref}/", f"{call}offers/compare/?offer={offer.ref}"] for offer in world.offers)
    failure = failed(world)
    assert "The supplier failed." in page(client, fell[0])
    assert "It does not go ahead." in page(client, took[0])
    assert [verdict in page(client, fell[1]) for verdict in ("supplier failed", ">goes ahead<")] == [True, False]
    assert ">goes ahead<" not in page(client, call)
    confirmed(world, failure)
    for person in world.people[:3]:
        agree(world.slug, failure.ref, by=as_actor(person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)
    assert "It goes ahead." in page(client, took[0])
    assert "it goes ahead" in page(client, took[0])
    assert ">goes ahead<" in page(client, took[1])
    assert "goes ahead" in page(client, call)
    assert "The supplier failed." in page(client, fell[0])


def test_the_runner_up_finds_the_question_at_home_and_signs(client, world):
    failure = failed(world)
    client.force_login(world.offers[1].owner)
    address = f"{outcome(world)}runner-up/{failure.ref}/"
    assert address in page(client, "/")
    assert "4 people would be asked to buy from you" in page(client, address)
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "Livia Serra", "title": "direttrice"}).status_code == 302
    failure.refresh_from_db()
    assert (failure.stage, failure.confirmed_name) == ("agreeing", "Livia Serra")
    assert "This is answered" in page(client, address)
    assert address not in page(client, "/")


def test_the_runner_up_declines_with_one_press(client, world):
    failure = failed(world)
    client.force_login(world.offers[1].owner)
    client.post(f"{outcome(world)}runner-up/{failure.ref}/", {"decline": "1"})
    assert "does not take over" in page(client, outcome(world))


def test_nobody_else_sees_the_question_to_the_runner_up(client, world):
    failure = failed(world)
    client.force_login(world.offers[0].owner)
    page(client, f"{outcome(world)}runner-up/{failure.ref}/", 404)


def test_people_find_the_question_at_home_and_beside_their_pledges_and_answer(client, world):
    failure = confirmed(world, failed(world))
    client.force_login(world.people[0])
    address = f"{outcome(world)}agree/{failure.ref}/"
    for where in ("/", "/pledges/", outcome(world)):
        assert address in page(client, where)
    assert "number 2 on your list" in page(client, address)
    assert "Your supplier has failed" in page(client, f"/pledges/{world.pledges[0].ref}/")
    for _ in range(2):
        assert client.post(address, {"answer": "yes"}).headers["location"] == address
    assert Agreement.objects.filter(answer="yes").count() == 1
    assert "You said yes." in page(client, address)
    assert address not in page(client, "/")


def test_my_pledges_say_that_the_supplier_failed_and_what_was_said_to_the_runner_up(client, world):
    client.force_login(world.people[0])
    failure = failed(world)
    shown = page(client, "/pledges/")
    assert "does not deliver: you owe it nothing." in shown
    assert "None of your offers went ahead" not in shown
    confirmed(world, failure)
    assert "would take the place of" in page(client, "/pledges/")
    for yes, said in ((True, "You said yes to"), (False, "You said no to")):
        agree(world.slug, failure.ref, by=as_actor(world.people[0]), yes=yes, now=CONFIRMED)
        assert said in page(client, "/pledges/")
    assert f"{outcome(world)}#failed" in page(client, "/pledges/")


def test_who_is_not_asked_sees_nothing_of_it(client, world):
    failure = confirmed(world, failed(world))
    client.force_login(a_person())
    page(client, f"{outcome(world)}agree/{failure.ref}/", 404)


def test_who_was_carried_over_reads_it_on_their_receipt(client, world):
    failure = confirmed(world, failed(world))
    for person in world.people:
        agree(world.slug, failure.ref, by=as_actor(person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)
    client.force_login(world.people[0])
    assert "You buy from" in page(client, f"/pledges/{world.pledges[0].ref}/")


def test_the_files_of_the_recount_are_for_all_and_those_in_full_for_auditors(client, world):
    failure = failed(world)
    address = f"{outcome(world)}recount/{failure.ref}/"
    assert page(client, f"{address}result.json") == failure.result
    assert page(client, f"{address}reduced.json") == failure.reduced
    page(client, f"{address}full.json", 404)
    client.force_login(world.call.opened_by)
    assert page(client, f"{address}full.json") == failure.full


def test_the_rule_stands_on_the_call_and_in_its_form(client, world):
    assert "the runner-up takes its place" in page(client, f"/calls/{world.slug}/")
    assert "the call ends there" in page(client, f"/calls/{usual(runner_up=False).slug}/")
    client.force_login(world.call.opened_by)
    assert 'name="runner_up"' in page(client, "/calls/new/")


def test_what_waits_at_home_costs_the_same_for_one_and_for_three(client):
    person, costs = a_person(), []
    for _ in range(3):
        world = usual(by=person)
        confirmed(world, failed(world))
        client.force_login(person)
        page(client, "/")
        with CaptureQueriesContext(connection) as seen:
            text = page(client, "/")
        costs.append(len(seen))
    assert text.count("/outcome/agree/") == 3
    assert len(set(costs)) == 1


def test_time_runs_out_for_people(client, world, monkeypatch):
    failure = confirmed(world, failed(world))
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: SETTLED + timedelta(seconds=1))
    client.force_login(world.people[0])
    assert client.post(f"{outcome(world)}agree/{failure.ref}/", {"answer": "yes"}).status_code == 409

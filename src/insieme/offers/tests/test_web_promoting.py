# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of those who promote a call: asking, answering, declaring."""

from __future__ import annotations

import pytest

from insieme.offers import actions
from insieme.offers.models import CoPromoter, Declaration
from insieme.offers.tests.makers import DAY, MEANWHILE, a_choice, a_draft, as_actor
from insieme.people.tests.makers import a_person, an_organisation

pytestmark = pytest.mark.django_db
NONE = {"none": "on"}


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)


@pytest.fixture
def world():
    draft, manager = a_draft()
    ada = a_person("Ada Ferri", handle="ada")
    made = actions.ask_to_promote(draft.slug, by=as_actor(manager), to="@ada", now=DAY)
    return {"call": draft, "manager": manager, "ada": ada, "stranger": a_person(), "ref": made.ref}


@pytest.mark.parametrize(
    ("who", "statuses"), [(None, [302, 302, 302]), ("stranger", [404, 404, 404]), ("ada", [404, 404, 200]), ("manager", [200, 200, 404])]
)
def test_who_sees_what(client, world, who, statuses):
    if who:
        client.force_login(world[who])
    address = f"/calls/{world['call'].slug}/"
    pages = [f"{address}promoters/", f"{address}interests/", f"{address}promoters/{world['ref']}/"]
    assert [client.get(page).status_code for page in pages] == statuses


def test_asked_read_agreed_and_left_again(client, world):
    client.force_login(world["ada"])
    address = f"/calls/{world['call'].slug}/promoters/{world['ref']}/"
    assert address in client.get("/roles/").content.decode()
    assert client.post(address, {"agree": "1"}).status_code == 422
    assert CoPromoter.objects.get().state == "invited"
    tie = {"agree": "1", "tie_1_name": "Zeta", "tie_1_relation": "partner", "tie_1_words": "da sempre"}
    for _click in range(2):
        assert client.post(address, tie).url == f"/calls/{world['call'].slug}/"
    assert client.get(f"/calls/{world['call'].slug}/").status_code == 200
    assert client.post(address, {"leave": "1"}).status_code == 302
    assert client.get(f"/calls/{world['call'].slug}/").status_code == 404


def test_what_contradicts_itself_stands_at_its_field_and_is_kept(client, world):
    client.force_login(world["manager"])
    address = f"/calls/{world['call'].slug}/interests/"
    for typed, wrong in (
        ({}, "none"),
        (NONE | {"tie_1_name": "Zeta", "tie_1_relation": "customer"}, "none"),
        ({"tie_2_name": "Zeta"}, "tie_2_relation"),
        ({"tie_1_words": "da sempre"}, "tie_1_name"),
    ):
        answer = client.post(address, typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [wrong]
        assert all(value in answer.content.decode() for name, value in typed.items() if name != "none")
    assert not Declaration.objects.exists()
    assert client.post(address, NONE).status_code == 302


def test_the_form_shows_one_s_own_ties_and_nobody_else_s(client, world):
    slug, manager = world["call"].slug, world["manager"]
    owner = a_person()
    rete = an_organisation(owner=owner)
    ref = actions.ask_to_promote(slug, by=as_actor(manager), to=rete.slug, now=DAY).ref
    actions.answer_promotion(slug, ref, by=as_actor(owner), agree=True, ties=[actions.TieText("Zeta", "funder")], now=DAY)
    for who, shown in ((owner, True), (manager, False)):
        client.force_login(who)
        assert ('value="Zeta"' in client.get(f"/calls/{slug}/interests/").content.decode()) == shown


def test_the_promoter_asks_and_takes_back(client, world):
    client.force_login(world["manager"])
    address = f"/calls/{world['call'].slug}/promoters/"
    rete = an_organisation("Rete Uffici")
    assert client.post(address, {"to": "nobody at all"}).status_code == 422
    assert client.post(address, {"to": "Rete Uffici"}).url == address
    assert CoPromoter.objects.filter(organisation=rete).exists()
    assert client.post(address, {"take_back": world["ref"]}).url == address
    assert not CoPromoter.objects.filter(ref=world["ref"]).exists()


def test_co_promoters_cost_the_page_of_a_call_no_query(client, monkeypatch, django_assert_num_queries):
    call, _offers = a_choice(2)
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: MEANWHILE)
    client.get(f"/calls/{call.slug}/")
    owner = a_person()
    rete = an_organisation(owner=owner)
    made = actions.ask_to_promote(call.slug, by=as_actor(call.opened_by), to=rete.slug, now=DAY)
    actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=True, now=DAY)
    with django_assert_num_queries(3):
        assert rete.name in client.get(f"/calls/{call.slug}/").content.decode()


@pytest.mark.parametrize(("filled", "waiting"), [((), [2, 3, 4]), ((1,), [3, 4]), ((2,), [4]), ((3,), []), ((4,), [])])
def test_rows_that_say_nothing_wait_to_be_opened_but_for_one(client, world, filled, waiting):
    client.force_login(world["manager"])
    typed = {"none": "on"} | {f"tie_{number}_words": "da sempre" for number in filled}
    page = client.post(f"/calls/{world['call'].slug}/interests/", typed if filled else {}).content.decode()
    before, _summary, folded = page.partition('<details class="more"><summary>')
    assert [number for number in range(1, 5) if f'name="tie_{number}_name"' in folded] == waiting
    assert 'name="tie_1_name"' in before

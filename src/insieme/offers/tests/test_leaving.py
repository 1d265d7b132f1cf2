# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who has pledged takes everything along and leaves: what was counted stays and is nobody's; the record verifies."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from insieme.offers import actions
from insieme.offers.models import Assignment, Call, CoPromoter, Declaration, Joining, Pledge
from insieme.offers.queries import belongings_of
from insieme.offers.tests.makers import (
    CLOCK,
    CLOSES,
    DAY,
    MEANWHILE,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    an_initiative,
    an_offer,
    as_actor,
    published,
)
from insieme.people.actions.closing import ask_to_close, close_account
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person
from insieme.people.tests.traces import in_tables, strangers_find_it_sound
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def leave(person, now):
    ask_to_close(by=as_actor(person), now=now - WEEK)
    assert close_account(person.pk, now=now)


@pytest.fixture
def ada():
    return a_person("Ada Forgettable", handle="ada-f", email="ada@example.it")


def cleared(*people):
    """A call that these have pledged to, and that has been counted."""
    call, (offer,) = a_choice(2)
    for person in people:
        a_pledge(call, offer, by=person)
    seal()
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    seal()
    actions.clear(call.slug, by=CLOCK, now=CLOSES + timedelta(minutes=1))
    return call


def test_before_the_deadline_a_pledge_is_withdrawn_and_its_list_is_gone(ada, tmp_path):
    call, (offer, _) = a_choice(2, 2)
    a_pledge(call, offer, by=ada)
    a_pledge(call, offer)
    leave(ada, MEANWHILE)
    assert [pledge.withdrawn for pledge in Pledge.objects.filter(person_id=ada.pk).order_by("number")] == [False, True]
    assert [pledge.entries for pledge in Pledge.objects.filter(person_id=ada.pk)] == [[], []]
    assert Pledge.objects.standing().count() == 1
    assert in_tables(ada) == {"people_formerhandle": {"ada-f"}}
    strangers_find_it_sound(tmp_path)
    relay()
    assert Call.objects.get(pk=call.pk).people == 1


def test_after_the_clearing_what_she_got_stays_without_her(ada, tmp_path):
    call = cleared(ada, a_person())
    leave(ada, CLOSES + WEEK)
    mine = Pledge.objects.get(person_id=ada.pk)
    assert mine.entries
    assert Assignment.objects.filter(call=call, pledge=mine).exists()
    assert in_tables(ada) == {"people_formerhandle": {"ada-f"}}
    assert mine.person.name == ""
    strangers_find_it_sound(tmp_path)


def test_between_deadline_and_clearing_her_pledge_binds_and_is_counted(ada):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer, by=ada)
    a_pledge(call, offer)
    leave(ada, CLOSES)
    seal()
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    seal()
    actions.clear(call.slug, by=CLOCK, now=CLOSES + timedelta(minutes=1))
    assert Assignment.objects.filter(call=call, pledge__person_id=ada.pk).exists()


def test_who_promoted_a_call_by_name_promotes_it_no_more_and_her_ties_are_nowhere(ada, client, tmp_path):
    call, other = a_choice(1)[0], a_call()
    for each in (call, other):
        actions.ask_to_promote(each.slug, by=as_actor(each.opened_by), to="@ada-f", now=MEANWHILE)
    tie = actions.TieText("Zeta", "partner", "cugina di chi lo vende")
    made = CoPromoter.objects.get(call=call)
    actions.answer_promotion(call.slug, made.ref, by=as_actor(ada), agree=True, ties=[tie], now=MEANWHILE)
    address = f"/calls/{call.slug}/"
    assert "cugina di chi lo vende" in client.get(address).content.decode()
    seal()
    leave(ada, MEANWHILE)
    page, told = client.get(address).content.decode(), client.get(f"/api/v1{address}beside").content.decode()
    assert [word for word in ("cugina", "Ada Forgettable", "ada-f") if word in page + told] == []
    assert set(CoPromoter.objects.values_list("call", "state")) == {(call.pk, Joining.LEFT), (other.pk, Joining.DECLINED)}
    assert Call.objects.get(pk=call.pk).co_promoters["persons"] == []
    assert not Declaration.objects.filter(person_id=ada.pk).exists()
    assert in_tables(SimpleNamespace(ref=tie.words, name=tie.words, handle=tie.words, email=tie.words)) == {}
    assert in_tables(ada) == {"people_formerhandle": {"ada-f"}}
    strangers_find_it_sound(tmp_path)


def test_a_new_name_of_who_promotes_a_call_is_read_on_its_page_at_once(ada, client):
    call, _offers = a_choice(1)
    made = actions.ask_to_promote(call.slug, by=as_actor(call.opened_by), to="@ada-f", now=MEANWHILE)
    actions.answer_promotion(call.slug, made.ref, by=as_actor(ada), agree=True, now=MEANWHILE)
    assert "Ada Forgettable" in client.get(f"/calls/{call.slug}/").content.decode()
    type(ada).objects.filter(pk=ada.pk).update(name="Ada Lieta")
    page = client.get(f"/calls/{call.slug}/").content.decode()
    assert ("Ada Lieta" in page, "Ada Forgettable" in page) == (True, False)


def test_her_export_holds_pledges_with_receipts_and_proofs(ada):
    call = cleared(ada, a_person())
    files = dict(belongings_of(ada.pk))
    (mine,) = files["pledges.json"]
    pledge = Pledge.objects.get(person=ada)
    assert (mine["pledge"], mine["call"], mine["digest"]) == (pledge.ref, call.slug, pledge.commitment)
    company = next(iter(organisations_by_id([call.offers.get().organisation_id]).values())).name
    assert (mine["title"], mine["list"][0]["company"], mine["list"][0]["offer"]) == (call.title, company, call.offers.get().ref)
    assert (mine["got"]["company"], mine["got"]["quantity"]) == (company, 1)
    proved = files[f"proofs/{pledge.ref}.json"]
    assert json.loads(proved["entry"])["digest"] == pledge.commitment
    assert dict(belongings_of(a_person().pk)) == {}


def test_who_manages_gets_what_they_set_going_declared_and_signed() -> None:
    draft, manager = a_draft()
    call = published(draft, manager, actions.TieText("Torrefazione Zeta", "customer", "da tre anni"))
    network, helper = a_person(), a_person()
    actions.ask_to_promote(call.slug, by=as_actor(manager), to=f"@{helper.handle}", now=DAY)
    actions.invite_company(call.slug, by=as_actor(manager), to="vendite@zeta.example", name="Zeta", now=DAY)
    made, offer = an_initiative(call, owner=network), an_offer(call)
    promoter, asked, owner = (dict(belongings_of(each.pk)) for each in (manager, helper, offer.owner))
    (interests,) = promoter["interests.json"]
    assert interests["ties"] == [{"company": "Torrefazione Zeta", "relation": "customer", "words": "da tre anni"}]
    assert [each["email"] for each in promoter["companies_invited.json"]] == ["vendite@zeta.example"]
    assert [each["call__slug"] for each in promoter["asked_to_promote.json"]] == [call.slug]
    assert [each["state"] for each in asked["promotions.json"]] == ["invited"]
    assert [each["ref"] for each in dict(belongings_of(network.pk))["initiatives.json"]] == [made.ref]
    assert [(each["number"], each["words"]["product"]) for each in owner["revisions.json"]] == [(1, offer.product)]
    assert "interests.json" not in owner

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledging: one last word a person, whoever clicks how often, and none after the deadline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible
from insieme.offers import access, actions
from insieme.offers.access.stages import AlreadyDecided, WasCancelled
from insieme.offers.actions.pledging import PledgeMoved
from insieme.offers.models import Call, Phase, Pledge
from insieme.offers.rules.clearing.instance import LARGEST
from insieme.offers.rules.pledging import MOST_TO_PAY, Entry
from insieme.offers.tests.makers import CLOCK, CLOSES, MEANWHILE, a_call, a_choice, a_pledge, an_offer, as_actor, choosing
from insieme.people.access import SignInFirst
from insieme.people.actions import declare_relation
from insieme.people.tests.makers import a_colleague, a_person
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


def test_a_pledge_is_a_row_and_a_fact_that_binds_it() -> None:
    call, (first, second) = a_choice(2, 3)
    pledge = a_pledge(call, second, first)
    assert [entry["offer"] for entry in pledge.entries] == [second.ref, first.ref]
    assert pledge.number == 1
    assert pledge.commitment == pledge.fact.digest != ""
    assert second.ref not in pledge.fact.public
    assert pledge.fact.actor == "person"


def test_the_same_click_twice_is_one_pledge() -> None:
    call, (offer,) = a_choice(2)
    person = a_person()
    once, twice = a_pledge(call, offer, by=person), a_pledge(call, offer, by=person)
    assert once == twice
    assert Pledge.objects.count() == 1


def test_another_pledge_from_an_old_page_is_refused() -> None:
    call, (first, second) = a_choice(2, 2)
    person = a_person()
    a_pledge(call, first, by=person)
    with pytest.raises(PledgeMoved):
        a_pledge(call, second, by=person)
    assert Pledge.objects.count() == 1


def test_replacing_and_withdrawing_only_add_rows_and_the_last_word_counts() -> None:
    call, (first, second) = a_choice(2, 2)
    person = a_person()
    a_pledge(call, first, by=person)
    replaced = a_pledge(call, second, by=person, seen=1)
    assert list(Pledge.objects.standing()) == [replaced]
    actions.withdraw_pledge(call.slug, by=as_actor(person), seen=2, now=MEANWHILE)
    actions.withdraw_pledge(call.slug, by=as_actor(person), seen=2, now=MEANWHILE)
    assert not Pledge.objects.standing().exists()
    assert Pledge.objects.count() == 3
    back = a_pledge(call, first, by=person, seen=3)
    assert list(Pledge.objects.standing()) == [back]


@pytest.mark.parametrize("seen", [1, 5])
def test_whoever_has_no_pledge_cannot_have_seen_one(seen: int) -> None:
    call, (first, _second) = a_choice(2, 2)
    person = a_person()
    with pytest.raises(PledgeMoved):
        a_pledge(call, first, by=person, seen=seen)
    assert a_pledge(call, first, by=person, seen=0).number == 1
    with pytest.raises(PledgeMoved):
        a_pledge(call, first, by=person, seen=2)
    with pytest.raises(PledgeMoved):
        a_pledge(call, first, by=person, seen=0, quantity=3)
    assert Pledge.objects.count() == 1


def test_withdrawing_what_one_has_not_seen_is_refused() -> None:
    call, (offer,) = a_choice(2)
    person = a_person()
    with pytest.raises(PledgeMoved):
        actions.withdraw_pledge(call.slug, by=as_actor(person), seen=0, now=MEANWHILE)
    a_pledge(call, offer, by=person)
    with pytest.raises(PledgeMoved):
        actions.withdraw_pledge(call.slug, by=as_actor(person), seen=0, now=MEANWHILE)


def test_at_the_deadline_it_is_too_late_even_before_the_clock_has_closed_the_call() -> None:
    call, (offer,) = a_choice(2)
    with pytest.raises(access.TooLate):
        a_pledge(call, offer, now=CLOSES)
    assert a_pledge(call, offer, now=CLOSES - timedelta(microseconds=1)).pk


def test_no_pledge_where_nobody_chooses_yet_or_any_more() -> None:
    call = a_call()
    offer = an_offer(call)
    with pytest.raises(access.NotInThisPhase) as early:
        a_pledge(call, offer)
    actions.begin_choosing(call.slug, by=CLOCK, now=call.choosing_at)
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    for phase, reason in ((Phase.CLOSED, access.TooLate), (Phase.CLEARED, AlreadyDecided), (Phase.CANCELLED, WasCancelled)):
        Call.objects.update(phase=phase)
        with pytest.raises(reason):
            a_pledge(call, offer)
    with translation.override("en"):
        assert "“open for offers”" in str(early.value)


def test_a_stranger_signs_in_first_and_a_pledge_is_nobody_elses_to_see() -> None:
    call, (offer,) = a_choice(2)
    with pytest.raises(SignInFirst):
        actions.pledge(call.slug, by=Actor.stranger(), entries=[Entry(offer.ref)], now=MEANWHILE)
    pledge = a_pledge(call, offer)
    with pytest.raises(NotVisible):
        access.own_pledge(as_actor(a_person()), pledge.ref)


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ([], "entries"),
        ([("a", None, None)] * 6, "entries"),
        ([("a", None, None), ("a", None, None)], "entry-2"),
        ([("a", None, None), ("a", 300, None)], "entry-2"),
        ([("gone", None, None)], "entry-1"),
        ([("a", 301, None)], "entry-1"),
        ([("a", None, 51)], "entry-1"),
        ([("a", None, 50)], "entry-1"),
    ],
)
def test_what_the_call_cannot_count_is_refused_at_its_line(entries: list[tuple[str, int | None, int | None]], field: str) -> None:
    call, (offer,) = a_choice(2)
    lines = [Entry(offer.ref if ref == "a" else ref, at_least, near) for ref, at_least, near in entries]
    with pytest.raises(Invalid) as refused:
        actions.pledge(call.slug, by=as_actor(a_person()), entries=lines, now=MEANWHILE)
    assert field in refused.value.fields
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("role", ["owner", "manager", "responder"])
def test_whoever_acts_for_a_company_ranks_the_others_and_not_its_own_offer(role: str) -> None:
    call, (own, other) = a_choice(2, 2)
    person = own.owner if role == "owner" else a_colleague(own.organisation, own.owner, role)
    with pytest.raises(Invalid) as refused:
        a_pledge(call, other, own, by=person)
    assert list(refused.value.fields) == ["entry-2"]
    assert own.organisation.name in str(refused.value.fields["entry-2"])
    assert a_pledge(call, other, by=person).pk


def test_whoever_only_works_there_or_buys_there_ranks_it() -> None:
    call, (offer, _other) = a_choice(2, 2)
    hand, customer = a_colleague(offer.organisation, offer.owner, "member"), a_person()
    for kind in ("customer", "supplier"):
        declare_relation(offer.organisation.slug, by=as_actor(customer), kind=kind)
    assert a_pledge(call, offer, by=hand).pk
    assert a_pledge(call, offer, by=customer).pk


def test_nobody_pledges_more_than_the_clearing_can_add_up_exactly() -> None:
    call = a_call()
    offer = an_offer(call, quorum=100, quorum_unit="euro", price_minor=MOST_TO_PAY // 1000)
    choosing(call)
    with pytest.raises(Invalid) as refused:
        a_pledge(call, offer, quantity=1001)
    assert list(refused.value.fields) == ["quantity"]
    assert a_pledge(call, offer, quantity=1000).quantity * offer.price_minor * 9_000_000 < LARGEST


def test_the_same_offer_may_stand_again_under_weaker_conditions() -> None:
    call, (offer,) = a_choice(2)
    lines = [Entry(offer.ref, at_least=300), Entry(offer.ref)]
    assert actions.pledge(call.slug, by=as_actor(a_person()), entries=lines, now=MEANWHILE).entries[0]["at_least"] == 300


def test_people_are_counted_from_the_record_and_each_fact_once() -> None:
    call, (offer,) = a_choice(9)
    people = [a_person() for _ in range(3)]
    for person in people:
        a_pledge(call, offer, by=person)
    a_pledge(call, offer, by=people[0], seen=1, quantity=2)
    actions.withdraw_pledge(call.slug, by=as_actor(people[1]), seen=1, now=MEANWHILE)
    seal()
    relay()
    relay()
    assert Call.objects.get(pk=call.pk).people == 2


def test_a_pledge_takes_the_same_few_queries_with_one_offer_and_with_five() -> None:
    counts = []
    for offered in (1, 5):
        call, offers = a_choice(*([2] * offered))
        a_pledge(call, offers[0])
        person = a_person()
        with CaptureQueriesContext(connection) as queries:
            a_pledge(call, offers[0], by=person)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= (8 if connection.vendor == "sqlite" else 9)


def test_nobody_who_has_pledged_is_deleted_since_what_they_withdrew_would_count_again() -> None:
    call, (offer,) = a_choice(1)
    person = a_pledge(call, offer).person
    actions.withdraw_pledge(call.slug, by=as_actor(person), seen=1, now=MEANWHILE)
    with pytest.raises(ProtectedError):
        person.delete()
    assert not Pledge.objects.standing().exists()

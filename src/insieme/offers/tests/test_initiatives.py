# SPDX-License-Identifier: AGPL-3.0-or-later
"""Initiatives: who may bring whom, what the record says of it, what of those who came is told, and that no outcome depends on it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation.errors import Denied, Invalid, NotVisible
from insieme.notices.queries import inbox
from insieme.offers import actions, queries, tasks
from insieme.offers.access import NotInThisPhase, TooLate
from insieme.offers.actions.initiatives import InitiativeAlreadyOpened, close_initiative
from insieme.offers.models import Call, Initiative, InitiativeState, Outcome, Pledge
from insieme.offers.rules.initiatives import band, judge_initiative, told
from insieme.offers.tests.makers import (
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
    choosing,
    published,
)
from insieme.people.tests.makers import a_colleague, a_person, an_organisation
from insieme.record.actions import relay, seal
from insieme.record.queries import feed

db = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "round_number"),
    [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20), (49, 20), (50, 50), (99, 50), (100, 100), (1999, 1000), (2000, 2000)],
)
def test_a_round_number_stands_for_a_count(count, round_number):
    assert band(count) == round_number


@given(st.integers(0, 10**7))
def test_a_round_number_never_says_too_much(count):
    assert band(count) <= count
    assert count < 10 or band(count) * 2.5 > count


@pytest.mark.parametrize(("count", "decided", "number", "about"), [(9, True, 0, True), (47, False, 20, True), (47, True, 47, False)])
def test_fewer_than_ten_are_never_told_and_all_only_at_the_close(count, decided, number, about):
    figure = told(count, decided=decided)
    assert (figure.number, figure.about, figure.is_told) == (number, about, number > 0)


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"declared": 9}, "declared"),
        ({"declared": 10_000_001}, "declared"),
        ({"goal": 621}, "goal"),
        ({"goal": 0}, "goal"),
        ({"words": " "}, "words"),
        ({"words": "x" * 1001}, "words"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(given_, field):
    with pytest.raises(Invalid) as refused:
        judge_initiative(**({"declared": 620, "goal": None, "words": "Insieme."} | given_))
    assert set(refused.value.fields) == {field}


@db
def test_a_manager_opens_one_and_the_record_says_it_is_declared():
    call = a_call()
    made = an_initiative(call, goal=100)
    seal()
    entry = feed(limit=1)[0]
    assert (entry.code, entry.actor, entry.about) == ("offers.initiative_opened", f"organisation:{made.company.slug}", call.topic)
    public = json.loads(entry.public)
    assert (public["initiative"], public["crowd"], public["declared"]) == (made.ref, "employees", 620)
    assert "beviamo" not in entry.public
    call.refresh_from_db()
    assert call.around == 1


@db
def test_the_promoter_s_managers_are_told():
    draft, manager = a_draft()
    call = published(draft, manager)
    made = an_initiative(call)
    for _twice in range(2):
        seal()
        relay()
    notices = inbox(as_actor(manager)).notices
    assert [(each.kind, each.path) for each in notices] == [("offers.gathered", f"/calls/{call.slug}/initiatives/{made.ref}/")]
    assert not inbox(as_actor(made.owner)).notices


@db
def test_an_organisation_has_one_in_a_call():
    call = a_call()
    made = an_initiative(call)
    with pytest.raises(InitiativeAlreadyOpened):
        an_initiative(call, owner=made.owner, organisation=made.company)
    assert an_initiative(a_call(), owner=made.owner, organisation=made.company).ref != made.ref


@db
def test_only_managers_open_one_and_only_where_people_can_still_come():
    owner = a_person()
    company = an_organisation(owner=owner)
    responder = a_colleague(company, owner, "responder")
    call, _offers = a_choice(2)
    for person, refusal in ((responder, Denied), (a_person(), Denied)):
        with pytest.raises(refusal):
            an_initiative(call, owner=person, organisation=company, now=MEANWHILE)
    with pytest.raises(TooLate):
        an_initiative(call, owner=owner, organisation=company, now=CLOSES)
    draft, promoter = a_draft()
    with pytest.raises(NotVisible):
        an_initiative(draft, owner=owner, organisation=company)
    with pytest.raises(NotInThisPhase):
        an_initiative(draft, owner=promoter, organisation=an_organisation(owner=promoter))
    assert not Initiative.objects.exists()


@db
def test_it_is_closed_once_by_its_managers_or_by_who_runs_the_installation():
    call = a_call()
    made, other = an_initiative(call), an_initiative(call)
    with pytest.raises(Denied):
        close_initiative(call.slug, made.ref, by=as_actor(other.owner), now=DAY)
    for _twice in range(2):
        close_initiative(call.slug, made.ref, by=as_actor(made.owner), now=DAY)
    operator = a_person()
    type(operator).objects.filter(pk=operator.pk).update(is_superuser=True)
    close_initiative(call.slug, other.ref, by=as_actor(operator), now=DAY)
    seal()
    closed = [entry.actor for entry in feed() if entry.code == "offers.initiative_closed"]
    assert sorted(closed) == [f"organisation:{made.company.slug}", "person"]
    assert queries.initiatives_of(Call.objects.get(pk=call.pk)) == []


@db
def test_a_pledge_keeps_through_whom_it_came_and_the_record_does_not_tell():
    call, (offer,) = a_choice(2)
    made, person = an_initiative(call, now=MEANWHILE), a_person()
    first = a_pledge(call, offer, by=person, initiative=made.ref)
    second = a_pledge(call, offer, by=person, seen=1, quantity=2)
    alone = a_pledge(call, offer, by=person, seen=2, initiative="")
    assert [each.initiative_id for each in (first, second, alone)] == [made.pk, made.pk, None]
    seal()
    assert not [entry for entry in feed() if entry.code == "offers.pledged" and made.ref in entry.public]


@db
def test_who_took_a_pledge_back_comes_alone_the_next_time():
    call, (offer,) = a_choice(2)
    made, person = an_initiative(call, now=MEANWHILE), a_person()
    a_pledge(call, offer, by=person, initiative=made.ref)
    gone = actions.withdraw_pledge(call.slug, by=as_actor(person), seen=1, now=MEANWHILE)
    assert gone.initiative_id is None
    assert a_pledge(call, offer, by=person, seen=2).initiative_id is None


@db
def test_an_initiative_never_hinders_a_pledge():
    call, (offer,) = a_choice(2)
    closed, elsewhere = an_initiative(call, now=MEANWHILE), an_initiative(a_call())
    close_initiative(call.slug, closed.ref, by=as_actor(closed.owner), now=MEANWHILE)
    for ref in (closed.ref, elsewhere.ref, "nothing"):
        assert a_pledge(call, offer, initiative=ref).initiative_id is None


@db
def test_a_pledge_without_an_initiative_costs_no_query_more():
    call, (offer,) = a_choice(2)
    made = an_initiative(call, now=MEANWHILE)
    a_pledge(call, offer)
    counted = []
    for tie in (None, "", made.ref):
        person = a_person()
        with CaptureQueriesContext(connection) as asked:
            a_pledge(call, offer, by=person, initiative=tie)
        counted.append(sum("initiative" in each["sql"] and each["sql"].startswith("SELECT") for each in asked))
    assert counted == [0, 0, 1]


@db
def test_the_last_word_of_each_counts_and_only_of_those_who_came_through_it():
    call, (offer,) = a_choice(2)
    made = an_initiative(call, now=MEANWHILE)
    people = [a_person() for _ in range(12)]
    for person in people:
        a_pledge(call, offer, by=person, initiative=made.ref)
    a_pledge(call, offer)
    page = queries.initiative_page(as_actor(made.owner), call.slug, made.ref)
    assert (page.pledged.number, page.pledged.about, page.may_close) == (10, True, True)
    for person in people[:3]:
        actions.withdraw_pledge(call.slug, by=as_actor(person), seen=1, now=MEANWHILE)
    assert not queries.initiative_page(as_actor(made.owner), call.slug, made.ref).pledged.is_told
    assert not queries.initiative_page(as_actor(people[0]), call.slug, made.ref).may_close


@db
def test_no_outcome_depends_on_through_whom_somebody_came():
    results = []
    for tied in (False, True):
        call, offers = a_choice(2, 2)
        tie = an_initiative(call, now=MEANWHILE).ref if tied else None
        for place in (0, 0, 1):
            a_pledge(call, offers[place], initiative=tie)
        tasks.close_due(CLOSES)
        seal()
        relay()
        tasks.clear_due(CLOSES)
        outcome = Outcome.objects.get(call=call)
        results.append([(each["active"], each["total"], each["people"]) for each in outcome.summary["offers"]])
        assert Pledge.objects.filter(call=call, initiative__isnull=False).count() == 3 * tied
    assert results[0] == results[1]


@db
def test_an_organisation_that_also_offers_is_shown_as_such():
    call = a_call()
    offer = an_offer(call)
    company = next(each for each in queries.may_gather_for(as_actor(offer.owner), call))
    made = an_initiative(call, owner=offer.owner, organisation=company)
    assert queries.initiative_page(as_actor(a_person()), call.slug, made.ref).offers_too
    other = an_initiative(call)
    assert not queries.initiative_page(as_actor(a_person()), call.slug, other.ref).offers_too
    assert choosing(call).phase == "choosing"
    assert made.state == InitiativeState.OPEN

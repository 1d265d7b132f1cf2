# SPDX-License-Identifier: AGPL-3.0-or-later
"""A revised offer counts for those who say yes to it: the others keep their list, without that line."""

from __future__ import annotations

import json

import pytest

from insieme.foundation.errors import Invalid
from insieme.notices.queries import inbox
from insieme.offers import actions, queries
from insieme.offers.actions.pledging import PledgeMoved
from insieme.offers.models import Assignment, Call, Pledge
from insieme.offers.queries.revisions import lapsed_lines
from insieme.offers.rules.clearing.files import instance_from
from insieme.offers.rules.clearing.result_files import result_from
from insieme.offers.rules.clearing.verification import verify
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import CLOCK, CLOSES, MEANWHILE, REVISED, a_choice, a_pledge, a_revision, as_actor
from insieme.people.tests.makers import a_person, hired
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


def decided(call):
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    seal()
    relay()
    return actions.clear(call.slug, by=CLOCK, now=CLOSES)


def confirm(pledge, *, revisions, seen=1, without=()):
    by = as_actor(pledge.person)
    return actions.confirm_revised(pledge.call.slug, by=by, seen=seen, revisions=revisions, without=without, now=MEANWHILE)


def again(pledge):
    return Pledge.objects.select_related("call").get(pk=pledge.pk)


def test_a_list_made_before_a_revision_waits_and_is_listed_with_what_changed():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, first, second)
    assert lapsed_lines(again(pledge)) == []
    a_revision(first, price_minor=1800)
    [line] = lapsed_lines(again(pledge))
    assert (line.offer.ref, line.chosen.number, line.now.number) == (first.ref, 1, 2)
    [waits] = queries.waiting_for(as_actor(pledge.person), limit=3)
    assert waits.pk == pledge.pk
    assert queries.waiting_for(as_actor(a_person()), limit=3) == {}


def test_who_acts_for_the_company_by_now_takes_its_offer_off_the_list():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, first, second)
    hired(first.organisation, first.owner, pledge.person)
    a_revision(first, price_minor=1800)
    with pytest.raises(Invalid) as refused:
        confirm(pledge, revisions={first.ref: 2})
    assert first.organisation.name in str(refused.value.fields["entry-1"])
    assert [entry["offer"] for entry in confirm(pledge, revisions={}, without={first.ref}).entries] == [second.ref]


def test_who_acts_for_a_company_by_now_can_still_say_yes_to_another():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, first, second)
    hired(first.organisation, first.owner, pledge.person)
    a_revision(second, price_minor=1800)
    made = confirm(pledge, revisions={second.ref: 2})
    assert made.entries == [{"offer": first.ref}, {"offer": second.ref, "revision": 2}]


def test_a_yes_is_a_pledge_that_names_the_revision_and_keeps_the_rest():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, second, first, quantity=4)
    a_revision(first, price_minor=1800)
    made = confirm(pledge, revisions={first.ref: 2})
    assert (made.number, made.quantity) == (2, 4)
    assert made.entries == [{"offer": second.ref}, {"offer": first.ref, "revision": 2}]
    assert json.loads(made.fact.public)["again"] is True
    assert confirm(pledge, revisions={first.ref: 2}) == made
    assert lapsed_lines(again(made)) == []


def test_an_offer_is_taken_out_and_a_list_of_nothing_else_is_taken_back():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    both, alone = a_pledge(call, second, first), a_pledge(call, first)
    a_revision(first, price_minor=2800)
    assert confirm(both, revisions={}, without={first.ref}).entries == [{"offer": second.ref}]
    assert confirm(alone, revisions={}, without={first.ref}).withdrawn


def test_what_has_moved_meanwhile_is_not_confirmed():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledge = a_pledge(call, first)
    a_revision(first, price_minor=1800)
    a_revision(first, price_minor=1700)
    with pytest.raises(Invalid) as refused:
        confirm(pledge, revisions={first.ref: 2})
    assert set(refused.value.fields) == {"entry-1"}
    confirm(pledge, revisions={first.ref: 3})
    a_pledge(call, second, by=pledge.person, seen=2)
    with pytest.raises(PledgeMoved):
        confirm(pledge, revisions={first.ref: 3})


def test_a_first_pledge_from_a_page_that_is_older_than_a_revision_is_refused():
    call, [offer] = a_choice(2, revisions_until=REVISED)
    person = a_person()
    a_revision(offer, price_minor=1800)
    with pytest.raises(Invalid):
        a_pledge(call, offer, by=person, entries=[Entry(offer.ref)])
    assert a_pledge(call, offer, by=person).entries == [{"offer": offer.ref, "revision": 2}]


def test_without_a_yes_the_line_does_not_count_and_the_next_one_does():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    yes = [a_pledge(call, first, second) for _ in range(2)]
    silent = [a_pledge(call, first, second) for _ in range(2)]
    nothing_left = a_pledge(call, first)
    a_revision(first, price_minor=1800)
    for pledge in yes:
        confirm(pledge, revisions={first.ref: 2})
    outcome = decided(call)
    got = {row.pledge.person_id: (row.offer_id, row.entry) for row in Assignment.objects.select_related("pledge")}
    assert got == {each.person_id: (first.pk, 0) for each in yes} | {each.person_id: (second.pk, 1) for each in silent}
    assert nothing_left.person_id not in got
    assert outcome.summary["lapsed"] == 3
    assert (outcome.people_served, outcome.people_unserved) == (4, 1)
    assert Call.objects.get(pk=call.pk).people == 5


def test_a_line_without_a_yes_opens_no_offer():
    call, [offer] = a_choice(2, revisions_until=REVISED)
    pledges = [a_pledge(call, offer) for _ in range(2)]
    a_revision(offer, price_minor=1800)
    confirm(pledges[0], revisions={offer.ref: 2})
    outcome = decided(call)
    assert outcome.people_served == 0
    assert [each["scan"] for each in outcome.summary["offers"]] == [1]


def test_words_that_are_in_force_again_need_no_yes():
    call, [offer] = a_choice(2, revisions_until=REVISED)
    pledges = [a_pledge(call, offer) for _ in range(2)]
    a_revision(offer, price_minor=1800)
    a_revision(offer, price_minor=1950)
    assert lapsed_lines(again(pledges[0])) == []
    assert decided(call).people_served == 2


def test_the_files_of_the_recount_hold_what_was_counted():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    pledges = [a_pledge(call, first, second) for _ in range(7)]
    a_pledge(call, first)
    a_revision(first, price_minor=1800)
    for pledge in pledges[:5]:
        confirm(pledge, revisions={first.ref: 2})
    outcome = decided(call)
    for lists, result in ((outcome.reduced, outcome.result), (outcome.full, outcome.full_result)):
        assert verify(instance_from(lists.encode()), result_from(result.encode())) is None
    full = json.loads(outcome.full)["pledges"]
    assert sorted(len(each["list"]) for each in full for _person in range(each.get("count", 1))) == [0, 1, 1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("people", [1, 5])
def test_what_waits_is_read_in_four_queries_however_much_it_is(people, django_assert_num_queries):
    person = a_person()
    for _each in range(people):
        call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
        a_pledge(call, first, second, by=person)
        a_revision(first, price_minor=1800)
    with django_assert_num_queries(4):
        assert len(queries.waiting_for(as_actor(person), limit=9)) == people


def test_whoever_ranked_the_earlier_words_is_told_once_and_nobody_else():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    asked, other = a_pledge(call, second, first), a_pledge(call, second)
    a_revision(first, price_minor=1800)
    seal()
    relay()
    relay()
    for pledge, number in ((asked, 1), (other, 0)):
        told = [notice.path for notice in inbox(as_actor(pledge.person)).notices if notice.kind == "offers.confirm"]
        assert told == [f"/calls/{call.slug}/pledge/revised/"] * number

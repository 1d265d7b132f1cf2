# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters after a supplier has failed: each reads what they owe, what they are asked and until when, and what they buy instead."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from insieme.foundation.memory import memory
from insieme.look.templatetags.look import moment
from insieme.notices.actions import follow, see_all
from insieme.offers import tasks
from insieme.offers.actions import cancel_call
from insieme.offers.actions.taking_over import agree
from insieme.offers.models import Offer
from insieme.offers.queries.afterwards import asked_instead, bought_instead, left_without
from insieme.offers.tests.makers import CLOSES, MEANWHILE, a_choice, a_pledge, as_actor
from insieme.offers.tests.test_runner_up import CONFIRMED, SETTLED, WHY, confirmed, decided, failed, usual
from insieme.offers.tests.test_telling import carried
from insieme.people.queries import organisations_by_id
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db
FREE = "You buy nothing from {first} any more and owe it nothing."
AGAIN = "we ask you first: you buy from it only if you say yes then."


def known(now: Any) -> None:
    seal()
    relay()
    carried(now)


def known_after_all_have_read_it(world: Any, now: Any) -> set[str]:
    """Who is written to although everybody has opened what it is about before any letter was made."""
    mail.outbox.clear()
    seal()
    relay()
    for person in type(world.people[0]).objects.all():
        see_all(by=as_actor(person), now=now)
    carried(now)
    return {address for letter in mail.outbox for address in letter.to}


def in_english(world: Any) -> Any:
    """The world, whose people read English, once they have been told of the outcome."""
    memory.clear()
    for person in world.people:
        type(person).objects.filter(pk=person.pk).update(language="en")
    known(CLOSES)
    mail.outbox.clear()
    companies = organisations_by_id([offer.organisation_id for offer in world.offers])
    world.first, world.second = (companies[offer.organisation_id].name for offer in world.offers)
    return world


def letter_to(world: Any, number: int) -> tuple[str, str]:
    """The one letter to the person with this number, as text and as HTML."""
    [made] = [letter for letter in mail.outbox if letter.to == [world.people[number].email]]
    return made.body, made.alternatives[0][0]


def test_a_letter_on_a_failure_says_why_and_to_those_who_bought_that_they_owe_nothing():
    world = in_english(decided((0, 1), (0, 1), (1,), (1,), quorums=(2, 2)))
    failed(world)
    known(CONFIRMED)
    free = FREE.format(first=world.first)
    for body in letter_to(world, 0):
        assert WHY in body
        assert free in body
        assert AGAIN in body
    other = letter_to(world, 2)[0]
    assert WHY in other
    assert free not in other
    assert AGAIN not in other


def test_what_changes_what_one_owes_is_written_to_whoever_has_read_it_and_to_nobody_else():
    world = decided((0, 1), (0, 1), (1,), (1,), quorums=(2, 2))
    people = [person.email for person in world.people]
    companies = {offer.owner.email for offer in world.offers}
    assert known_after_all_have_read_it(world, CLOSES) == {*people, *companies}
    failed(world)
    assert known_after_all_have_read_it(world, CONFIRMED) == {*people[:2]}


def test_a_cancelled_call_is_written_of_to_who_pledged_and_has_read_it_and_to_nobody_else():
    call, (offer,) = a_choice(1)
    person = a_pledge(call, offer).person
    follow(call.topic, by=as_actor(offer.owner), now=MEANWHILE)
    seal()
    relay()
    carried(MEANWHILE)
    cancel_call(call.slug, by=as_actor(call.opened_by), because="Non serve.", now=MEANWHILE)
    assert known_after_all_have_read_it(SimpleNamespace(people=[person]), MEANWHILE) == {person.email}


def test_where_the_call_sets_no_runner_up_the_letter_says_that_it_ends_there():
    world = in_english(usual(runner_up=False))
    failed(world)
    known(CONFIRMED)
    assert "This call sets no runner-up: it ends here." in letter_to(world, 0)[0]
    assert AGAIN not in letter_to(world, 0)[0]


def test_who_is_asked_reads_what_for_how_much_until_when_and_that_silence_is_no():
    world = in_english(usual())
    failure = failed(world)
    known(CONFIRMED)
    mail.outbox.clear()
    failure = confirmed(world, failure)
    agree(world.slug, failure.ref, by=as_actor(world.people[3]), yes=True, now=CONFIRMED)
    known(CONFIRMED)
    offer = Offer.objects.get(pk=world.offers[1].pk)
    with override("en"):
        until = moment(failure.until)
    for body in letter_to(world, 0):
        for words in (
            f"{world.first} does not deliver, and nobody owes it anything.",
            f"{world.second}, number 2 on your list, stands by its offer",
            f"- 1 kg of “{offer.product}”",
            "- €19.50 per kg, €19.50 in all",
            f"only if you say yes by {until}, and enough others do. If you say nothing, that is a no",
            f"/calls/{world.slug}/outcome/agree/{failure.ref}/",
        ):
            assert words in body
    # Who has answered is asked nothing more.
    assert "If you say nothing" not in letter_to(world, 3)[0]


def test_who_is_carried_over_reads_what_they_buy_and_who_is_not_that_they_owe_nothing():
    world = in_english(usual())
    failure = failed(world)
    known(CONFIRMED)
    failure = confirmed(world, failure)
    for number in (0, 1, 3):
        agree(world.slug, failure.ref, by=as_actor(world.people[number]), yes=True, now=CONFIRMED)
    known(CONFIRMED)
    mail.outbox.clear()
    tasks.settle_due(SETTLED)
    known(SETTLED)
    offer = Offer.objects.get(pk=world.offers[1].pk)
    buys, nothing = f"You buy 1 kg of “{offer.product}”, from {world.second}, for €19.50 in all.", "You buy nothing and owe nothing: "
    assert [buys in letter_to(world, number)[0] for number in range(4)] == [True, True, False, True]
    assert [nothing in letter_to(world, number)[0] for number in range(4)] == [False, False, True, False]


@pytest.mark.parametrize("many", [3, 6])
def test_a_batch_costs_as_many_queries_for_three_as_for_six(many):
    world = decided(*[(0, 1)] * many)
    failure = confirmed(world, failed(world))
    people, about = [person.pk for person in world.people], world.call.topic
    costs = []
    told = {"offer": world.offers[0].ref, "failure": failure.ref}
    for asked, data in ((left_without, told), (asked_instead, told), (bought_instead, told | {"offer": world.offers[1].ref})):
        with CaptureQueriesContext(connection) as seen:
            assert len(asked(about, data, people)) == many
        costs.append(len(seen))
    assert costs == [1, 2, 2]


def test_a_letter_about_what_was_told_before_goes_without_particulars():
    world = decided((0,), (0,))
    people = [person.pk for person in world.people]
    assert [ask(world.call.topic, {"title": "x", "name": "y"}, people) for ask in (left_without, asked_instead, bought_instead)] == [{}] * 3

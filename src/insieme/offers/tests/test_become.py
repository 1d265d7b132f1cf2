# SPDX-License-Identifier: AGPL-3.0-or-later
"""What My pledges say after a supplier has failed: what is asked while one can answer, and what became of it, as a table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from insieme.foundation.memory import memory
from insieme.offers import tasks
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.taking_over import agree, decline_runner_up
from insieme.offers.models import Failure
from insieme.offers.tests.makers import as_actor
from insieme.offers.tests.test_runner_up import CONFIRMED, SETTLED, WHY, confirmed, decided, failed, usual
from insieme.people.queries import organisations_by_id

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
ASKS = "{second} would take the place of {first}: you buy from it only if you say yes by "


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    memory.clear()
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: CONFIRMED)


def told(client: Any, world: SimpleNamespace, number: int = 0) -> str:
    """My pledges, as the person with this number reads them."""
    client.force_login(world.people[number])
    return str(client.get("/pledges/", headers=ENGLISH).content.decode())


def named(world: SimpleNamespace, words: str) -> str:
    companies = organisations_by_id([offer.organisation_id for offer in world.offers])
    first, second, *_others = (companies[offer.organisation_id].name for offer in world.offers)
    return words.format(first=first, second=second)


def answered(world: SimpleNamespace, failure: Failure, *yes: int, no: tuple[int, ...] = ()) -> None:
    for number in (*yes, *no):
        agree(world.slug, failure.ref, by=as_actor(world.people[number]), yes=number in yes, now=CONFIRMED)


def company_is_asked(world):
    failed(world)


def company_declined(world):
    decline_runner_up(world.slug, failed(world).ref, by=as_actor(world.offers[1].owner), now=CONFIRMED)


def asked(world):
    confirmed(world, failed(world))


def said_yes(world):
    answered(world, confirmed(world, failed(world)), 0)


def said_no(world):
    answered(world, confirmed(world, failed(world)), no=(0,))


def carried(world):
    answered(world, confirmed(world, failed(world)), 0, 1, 3)
    tasks.settle_due(SETTLED)


def carried_without(world):
    answered(world, confirmed(world, failed(world)), 1, 2, 3, no=(0,))
    tasks.settle_due(SETTLED)


def carried_in_silence(world):
    answered(world, confirmed(world, failed(world)), 1, 2, 3)
    tasks.settle_due(SETTLED)


def too_few(world):
    answered(world, confirmed(world, failed(world)), 0)
    tasks.settle_due(SETTLED)


def carried_and_failed(world):
    carried(world)
    offer = world.offers[1]
    declare_failure(world.slug, offer.ref, by=as_actor(offer.owner), because=WHY, now=SETTLED)
    tasks.recount_due(SETTLED)


LOST = "{first}, from which you were to buy, does not deliver: you owe it nothing."
YES, NO = "You said yes to {second} in the place of {first}", "You said no to {second} in the place of {first}"


@pytest.mark.parametrize(
    ("happened", "said", "link"),
    [
        (company_is_asked, [LOST], ""),
        (company_declined, [LOST], ""),
        (asked, [LOST, ASKS], "Read it and answer"),
        (said_yes, [LOST, YES + ". You can change it until "], "What you said"),
        (said_no, [LOST, NO + ". You can change it until "], "What you said"),
        (carried, ["from {second}, for ", "It took the place of {first}, and you said yes to it."], ""),
        (carried_without, [LOST, NO + "."], ""),
        (carried_in_silence, [LOST, "You were asked about {second} in the place of {first}, and did not answer: that was a no."], ""),
        (too_few, [LOST, YES + ", but it does not take over."], ""),
        (carried_and_failed, ["{second}, from which you were to buy, does not deliver: you owe it nothing."], ""),
    ],
)
def test_after_a_failure_each_reads_what_is_asked_and_what_came_of_it(client, happened, said, link):
    world = usual()
    happened(world)
    page = told(client, world)
    for words in said:
        assert named(world, words) in page
    # Above all of them stands what waits, while it waits.
    assert [words for words in ("Read it and answer", "What you said") if words in page] == [link] * bool(link)
    shown = [each for each in (ASKS, YES, NO, "You were asked about") if named(world, each) in page]
    assert len(shown) <= 1
    assert bool(shown) == any(words.startswith(("You ", "{second} would")) for words in said)


def test_who_had_bought_nothing_is_asked_in_the_same_words(client):
    world = usual()
    confirmed(world, failed(world))
    page = told(client, world, 3)
    assert named(world, ASKS) in page
    assert named(world, LOST) not in page
    assert "None of your offers went ahead" in page


def test_of_two_failures_the_one_that_waits_is_told(client):
    world = decided((0, 2), (0, 2), (1, 2), (1, 2), quorums=(2, 2, 2))
    failed(world)
    failed(world, number=1)
    tasks.settle_due(SETTLED)
    tasks.recount_due(SETTLED)
    second = Failure.objects.get(offer=world.offers[1])
    third = SimpleNamespace(slug=world.slug, offers=[world.offers[1], world.offers[2]])
    confirmed(third, second)
    assert named(third, ASKS) in told(client, world)

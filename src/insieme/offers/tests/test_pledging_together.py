# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many pledge at once while the call closes: none is lost, none slips past, nobody has two. On a real database, in real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from insieme.foundation.errors import WrongState
from insieme.offers import actions
from insieme.offers.models import Call, Phase, Pledge
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import CLOCK, CLOSES, MEANWHILE, a_choice, as_actor
from insieme.people.tests.makers import a_person
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def together(works: list[Any]) -> list[Any]:
    """Do all works at the same moment; give back what each returned or the refusal that it met."""
    start = Barrier(len(works))

    def run(work: Any) -> Any:
        try:
            start.wait()
            return work()
        except WrongState as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def pledging(call: Call, ref: str, person: Any, **changes: Any) -> Any:
    said: dict[str, Any] = {"entries": [Entry(ref)], "now": MEANWHILE} | changes
    return lambda: actions.pledge(call.slug, by=as_actor(person), **said)


def test_whoever_was_answered_before_the_close_is_counted_and_nobody_after_it() -> None:
    call, (offer,) = a_choice(2)
    people = [a_person() for _ in range(THREADS * 4)]

    def some(mine: list[Any]) -> Any:
        def run() -> int:
            done = 0
            for person in mine:
                try:
                    pledging(call, offer.ref, person)()
                except WrongState:
                    break
                done += 1
            return done

        return run

    works = [some(people[start::THREADS]) for start in range(THREADS)]
    results = together([*works, lambda: actions.close_call(call.slug, by=CLOCK, now=CLOSES) and 0])
    answered = sum(results)
    call.refresh_from_db()
    assert call.phase == Phase.CLOSED
    assert answered == Pledge.objects.count()
    seal()
    codes = [entry.code for entry in reversed(feed(limit=200))]
    assert codes.index("offers.call_closed") == len(codes) - 1
    assert codes.count("offers.pledged") == answered
    assert f'"people":{answered}' in feed()[0].public


def test_the_same_person_clicking_in_many_windows_at_once_has_one_pledge() -> None:
    call, (offer,) = a_choice(2)
    person = a_person()
    results = together([pledging(call, offer.ref, person) for _ in range(THREADS)])
    assert len({pledge.pk for pledge in results}) == 1
    assert Pledge.objects.count() == 1
    seal()
    assert [entry.code for entry in feed()].count("offers.pledged") == 1


def test_of_two_different_pledges_at_once_one_stands_and_the_other_is_told() -> None:
    call, (first, second) = a_choice(2, 2)
    person = a_person()
    results = together([pledging(call, offer.ref, person) for offer in (first, second)])
    assert sorted(isinstance(result, WrongState) for result in results) == [False, True]
    assert Pledge.objects.count() == 1

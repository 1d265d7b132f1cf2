# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doing once what is asked twice: at the same moment, after a fall half-way, after a refusal. On a real database, in real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from insieme.foundation import clock
from insieme.people import actions, queries
from insieme.people.actions.answers import KEPT, Answer, KeyUsed, known_answer, once
from insieme.people.models import KeptAnswer
from insieme.people.tests.makers import a_person, as_actor

pytestmark = pytest.mark.django_db(transaction=True)
NOW = clock.now()


class Fell(BaseException):
    """The process ends between the change and its answer."""


def registering(person, *, falls=False):
    def do():
        made = actions.register_organisation("Il gruppo", by=as_actor(person), kind="group")
        if falls:
            raise Fell
        return Answer(201, {"Content-Type": "text/plain"}, made.slug)

    return do


def done(person, do, asked="a", now=NOW):
    """What is asked with one key, as the gate has it done."""
    with once("k", by=as_actor(person), asked=asked, now=now) as turn:
        if turn.kept:
            return turn.kept
        answer = do()
        turn.keep(answer)
        return answer


def test_of_four_at_the_same_moment_one_is_done_and_all_hear_the_same():
    person, start = a_person(), Barrier(4)

    def ask(_number):
        try:
            start.wait()
            return done(person, registering(person))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert {(answer.status, answer.body) for answer in answers} == {(201, "il-gruppo")}
    assert sorted(answer.again for answer in answers) == [False, True, True, True]
    assert len(queries.organisation_page().organisations) == 1


def test_a_fall_between_the_change_and_its_answer_leaves_neither():
    person = a_person()
    with pytest.raises(Fell):
        done(person, registering(person, falls=True))
    assert queries.organisation_page().organisations == []
    assert KeptAnswer.objects.count() == 0
    assert done(person, registering(person)).again is False


def test_a_refusal_leaves_nothing():
    person = a_person()
    refused = done(person, lambda: Answer(409, {}, "no"))
    assert (refused.status, KeptAnswer.objects.count()) == (409, 0)


def test_a_key_is_of_one_request_for_a_day():
    person = a_person()
    done(person, lambda: Answer(200, {}, "1"))
    known = {"by": as_actor(person), "now": NOW + KEPT - timedelta(seconds=1)}
    found = known_answer("k", asked="a", **known)
    assert (found.body, found.again, known_answer("j", asked="a", **known)) == ("1", True, None)
    with pytest.raises(KeyUsed):
        known_answer("k", asked="b", **known)
    assert known_answer("k", asked="b", by=as_actor(person), now=NOW + KEPT) is None
    with pytest.raises(KeyUsed):
        done(person, lambda: Answer(200, {}, "2"), asked="b", now=NOW + KEPT - timedelta(seconds=1))
    assert done(person, lambda: Answer(200, {}, "2"), asked="b", now=NOW + KEPT).body == "2"

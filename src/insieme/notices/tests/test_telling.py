# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling: a notice for each person, once, in the way each has chosen; and the counter in the header."""

from __future__ import annotations

import pytest

from insieme.notices import actions, queries
from insieme.notices.models import Choice, Notice, Reader, Setting
from insieme.notices.rules import LOUDER
from insieme.notices.tests.makers import CALM, LOUD, NOON, known_kinds, told
from insieme.people.tests.makers import a_person, as_actor

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


def test_each_is_told_once_however_often_it_is_said():
    people = [a_person(), a_person()]
    told(*people, position=7)
    told(*people, position=7)
    assert sorted(Notice.objects.values_list("person_id", flat=True)) == [person.pk for person in people]
    assert [queries.unseen_count(as_actor(person)) for person in people] == [1, 1]


def test_whoever_said_not_at_all_is_left_out_and_the_quieter_choice_counts():
    silent, calm, elsewhere = a_person(), a_person(), a_person()
    Setting.objects.create(person=silent, kind=LOUD.code, choice=Choice.NEVER)
    Setting.objects.create(person=calm, kind=LOUD.code, choice=Choice.AT_ONCE)
    Setting.objects.create(person=calm, topic="call:bread", choice=Choice.INBOX)
    Setting.objects.create(person=elsewhere, topic="call:coffee", choice=Choice.NEVER)
    notices = told(silent, calm, elsewhere)
    assert {notice.person_id: notice.choice for notice in notices} == {calm.pk: Choice.INBOX, elsewhere.pk: Choice.AT_ONCE}


def test_a_choice_about_what_one_follows_counts_for_what_it_does():
    person = a_person()
    Setting.objects.create(person=person, topic="organisation:bakery", choice=Choice.NEVER)
    assert told(person, via="organisation:bakery") == []


def test_a_closed_account_is_told_nothing():
    person = a_person()
    person.is_active = False
    person.save()
    assert told(person) == []


def test_a_kind_that_nobody_registered_is_refused():
    with pytest.raises(LookupError):
        actions.tell("tests.unheard", [1], about="call:x", path="/", data={}, position=1, at=NOON)


def test_seeing_one_or_all_counts_down():
    person, other = a_person(), a_person()
    first, *_rest = [told(person, other, position=number)[0] for number in (1, 2, 3)]
    actions.see(first.ref, by=as_actor(person), now=NOON)
    actions.see(first.ref, by=as_actor(person), now=NOON)
    assert (queries.unseen_count(as_actor(person)), queries.unseen_count(as_actor(other))) == (2, 3)
    assert actions.see_all(by=as_actor(person), now=NOON) == 2
    assert (queries.unseen_count(as_actor(person)), queries.unseen_count(as_actor(other))) == (0, 3)


def test_a_digest_is_due_only_where_something_waits_for_it():
    loud, calm, weary = a_person(), a_person(), a_person()
    Reader.objects.create(person=weary, rhythm="never")
    told(loud)
    told(calm, weary, kind=CALM)
    due = dict(Reader.objects.values_list("person_id", "digest_at"))
    assert (due[loud.pk], due[weary.pk]) == (None, None)
    assert due[calm.pk].isoformat() == "2026-11-23T06:00:00+00:00"


@pytest.mark.parametrize("count", [1, 5])
def test_telling_many_takes_as_many_queries_as_telling_one(count, django_assert_num_queries):
    people = [a_person() for _ in range(count)]
    with django_assert_num_queries(8):
        told(*people)


@pytest.mark.parametrize("of_kind", [*Choice, ""])
@pytest.mark.parametrize("of_topic", [*Choice, ""])
def test_the_quietest_counts_and_the_default_only_where_nothing_was_said(of_kind, of_topic):
    person = a_person()
    said = [choice for choice in (of_kind, of_topic) if choice]
    wanted = ({"kind": LOUD.code, "choice": of_kind}, {"topic": "call:bread", "choice": of_topic})
    Setting.objects.bulk_create(Setting(person=person, **each) for each in wanted if each["choice"])
    quietest = min(said, key=LOUDER.index, default=LOUD.choice)
    assert [notice.choice for notice in told(person)] == ([quietest] if quietest != Choice.NEVER else [])

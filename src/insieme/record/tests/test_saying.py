# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stating facts: what is public, what is not, and what erasure leaves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction

from insieme.foundation import canonical, clock
from insieme.foundation.actor import Actor
from insieme.record import actions, queries
from insieme.record.facts import Fact, register
from insieme.record.models import Entry, Named, Private
from insieme.record.queries.checking import check
from insieme.record.rules.leaves import spell_time
from insieme.record.tests.makers import ADA, BEA, CLOCK, EVA, TOPIC, Counted, Thanked, said, sealed, thanked


@pytest.mark.django_db
def test_a_person_is_not_named_in_public() -> None:
    entry = said(by=ADA)[0]
    entry.refresh_from_db()
    private = Private.objects.get(entry=entry)
    assert entry.actor == "person"
    assert json.loads(entry.public) == {"number": 0, "words": "perché no?"}
    assert json.loads(private.payload) == {"actor": ADA.name, "secret": "s0"}
    assert entry.digest == canonical.digest(bytes(private.salt), private.payload)
    assert entry.position is None


@pytest.mark.django_db
@pytest.mark.parametrize("acting_for", ["forno", "organisation:forno"])
def test_who_acts_for_an_organisation_is_named_as_the_organisation(acting_for: str) -> None:
    with transaction.atomic():
        entry = actions.say(Counted(1), about=TOPIC, by=ADA, acting_for=acting_for)
    assert entry.actor == "organisation:forno"
    assert Private.objects.get(entry=entry).actor == ADA.name


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_a_transaction_and_goes_with_it() -> None:
    with pytest.raises(RuntimeError):
        actions.say(Counted(1), about=TOPIC, by=CLOCK)
    with transaction.atomic():
        actions.say(Counted(1), about=TOPIC, by=CLOCK)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="65535"):
        said(words="x" * 65_500)


@pytest.mark.django_db
def test_time_is_spelled_once_and_survives_the_database() -> None:
    at = datetime(2026, 3, 29, 2, 0, 0, 120, tzinfo=timezone(timedelta(hours=2)))
    with transaction.atomic():
        entry = actions.say(Counted(1), about=TOPIC, by=CLOCK, at=at)
    assert spell_time(Entry.objects.get(pk=entry.pk).at) == spell_time(at) == "2026-03-29T00:00:00.000120Z"
    assert spell_time(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"


def test_codes_are_taken_once() -> None:
    class Other(Fact):
        code = Counted.code
        KIND = Counted.KIND

    with pytest.raises(ValueError, match="is taken"):
        register(Other)


def test_every_fact_is_of_a_kind() -> None:
    class Odd(Fact):
        code = "record_tests.odd"

    with pytest.raises(ValueError, match="no kind"):
        register(Odd)


@pytest.mark.django_db
def test_an_entry_says_what_it_states_even_when_nobody_knows_it() -> None:
    entry = said(first=3)[0]
    assert str(queries.sentence_of(entry)) == "Somebody counted to 3."
    entry.code = "gone.forgotten"
    assert str(queries.sentence_of(entry)) == "gone.forgotten"
    entry.code, entry.public = Counted.code, "{"
    assert str(queries.sentence_of(entry)) != ""


@pytest.mark.django_db
def test_erasure_leaves_the_record_whole_and_nobody_in_it() -> None:
    said(3, by=ADA)
    said(2, by=CLOCK, about="call:cake")
    actions.seal()
    assert actions.erase(ADA.name, by=ADA) == 3
    assert actions.erase(ADA.name, by=ADA) == 0
    actions.seal()
    assert not Private.objects.filter(actor=ADA.name).exists()
    assert Private.objects.count() == 2
    newest = queries.feed(limit=1)[0]
    assert (newest.code, newest.actor, json.loads(newest.public)) == ("record.erased", "system:record", {"parts": 3})
    assert "3" in str(queries.sentence_of(newest))
    assert check()[0] == 6
    assert queries.proof(0).holds


@pytest.mark.django_db
def test_what_is_about_a_topic_is_erased_with_it() -> None:
    said(2, by=CLOCK, about="call:cake")
    sealed(1)
    assert actions.erase("call:cake", by=CLOCK) == 2
    assert Private.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", [ADA, BEA, EVA], ids=["who acted", "who is named first", "who is named last"])
def test_whoever_is_named_can_have_the_part_erased(who: Actor) -> None:
    said(1, by=CLOCK)
    thanked(BEA, EVA, ADA)
    with transaction.atomic():
        actions.say_all([(Thanked([{"who": BEA.name}, {"who": EVA.name}]), ADA)], about=TOPIC, at=clock.now())
    actions.seal()
    assert actions.erase(who.name, by=who) == 2
    actions.seal()
    assert list(Private.objects.values_list("actor", flat=True)) == [""]
    assert not Named.objects.exists()
    assert check()[0] == 4


@pytest.mark.django_db
def test_who_is_not_named_erases_nothing() -> None:
    thanked(BEA, why=f'because "{EVA.name}" said so; person:bea')
    thanked(BEA, BEA)
    assert actions.erase(EVA.name, by=EVA) == 0
    assert actions.erase(BEA.name, by=BEA) == 2


@pytest.mark.django_db
def test_nothing_is_about_a_person_in_public() -> None:
    with pytest.raises(ValueError, match="private field"):
        said(about=ADA.name)

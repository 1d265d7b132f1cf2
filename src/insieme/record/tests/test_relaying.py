# SPDX-License-Identifier: AGPL-3.0-or-later
"""Relaying: in order, each effect once, trouble parked in sight, nobody held up by another's trouble."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from insieme.foundation import clock
from insieme.record import actions, queries
from insieme.record.actions import relaying
from insieme.record.models import Cursor, Parked
from insieme.record.reactions import SealedFact, react, react_to_many, settled_position
from insieme.record.tests.makers import ADA, CLOCK, Counted, said, sealed

NOW = clock.now()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaying, "_REACTIONS", {})


def listening(name: str, *, failing_on: set[int] | None = None, only_news: bool = False) -> list[SealedFact]:
    heard: list[SealedFact] = []

    def handler(fact: SealedFact) -> None:
        if fact.public["number"] in (failing_on or ()):
            msg = f"no {fact.public['number']}"
            raise ValueError(msg)
        heard.append(fact)

    react(name, [Counted.code], handler, only_news=only_news)
    return heard


def positions(heard: list[SealedFact]) -> list[int]:
    """In the order in which they first came; a batch that was rolled back comes again."""
    return list(dict.fromkeys(fact.position for fact in heard))


def test_facts_come_in_order_with_all_that_is_known() -> None:
    heard = listening("a")
    sealed(250, batch=90)
    said(1, first=250)
    assert actions.relay(NOW) == 250
    assert actions.relay(NOW) == 0
    assert [fact.position for fact in heard] == list(range(250))
    first = heard[0]
    assert (first.code, first.version, first.about, first.actor) == (Counted.code, 1, "call:bread", "person")
    assert first.public == {"number": 0, "words": "perché no?"}
    assert first.private == {"actor": ADA.name, "secret": "s0"}
    actions.seal()
    assert actions.relay(NOW) == 1


def test_only_the_named_codes_come() -> None:
    heard: list[SealedFact] = []
    react("a", ["record.erased"], heard.append)
    said(2, by=CLOCK)
    actions.erase("call:bread", by=CLOCK)
    actions.seal()
    assert actions.relay(NOW) == 1
    assert heard[0].public == {"parts": 2}
    assert heard[0].private is None


def test_a_failing_reaction_waits_tries_again_and_goes_on_without() -> None:
    poisoned, well = listening("poisoned", failing_on={3}), listening("well")
    sealed(6)
    now = NOW
    assert actions.relay(now) == 3 + 6
    assert positions(poisoned) == [0, 1, 2]
    assert positions(well) == list(range(6))
    assert queries.parked() == []
    for attempt, delay in enumerate(relaying.DELAYS, start=1):
        waiting = Parked.objects.get()
        assert (waiting.attempts, waiting.next_at) == (attempt, now + delay)
        assert actions.relay(now + delay / 2) == 0
        assert Parked.objects.get().attempts == attempt
        now += delay
        actions.relay(now + timedelta(milliseconds=1))
        now += timedelta(milliseconds=1)
    assert positions(poisoned) == [0, 1, 2, 4, 5]
    parked = queries.parked()[0]
    assert (parked.reaction, parked.position, parked.error) == ("poisoned", 3, "ValueError: no 3")


def test_what_goes_well_at_last_leaves_no_mark_and_parked_facts_can_be_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = {1}
    heard = listening("a", failing_on=failing)
    sealed(3)
    actions.relay(NOW)
    failing.clear()
    actions.relay(NOW + timedelta(seconds=2))
    assert positions(heard) == [0, 1, 2]
    assert not Parked.objects.exists()
    monkeypatch.setattr(relaying, "DELAYS", ())
    failing.add(7)
    said(1, first=7)
    actions.seal()
    actions.relay(NOW)
    assert len(queries.parked()) == 1
    with pytest.raises(ValueError, match="no 7"):
        actions.retry("a", 3)
    failing.clear()
    actions.retry("a", 3)
    assert heard[-1].position == 3
    assert queries.parked() == []


@pytest.mark.django_db(transaction=True)
def test_effects_of_a_failing_batch_do_not_stay() -> None:
    def handler(fact: SealedFact) -> None:
        with transaction.atomic():
            actions.say(Counted(fact.public["number"] + 100), about="answers", by=CLOCK)
        if fact.public["number"] == 4:
            raise ValueError

    react("a", [Counted.code], handler)
    sealed(6)
    assert actions.relay(NOW) == 4
    actions.seal()
    numbers = sorted(json_number for json_number in (entry.public for entry in queries.feed(about="answers")))
    assert len(numbers) == len(set(numbers)) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite checks rows as they are written")
def test_a_fault_that_shows_only_at_the_end_of_the_transaction_is_found_too() -> None:
    def handler(fact: SealedFact) -> None:
        if fact.public["number"] == 5:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO record_private (entry_id, actor, salt, payload) VALUES (-1, '', '', '')")

    react("a", [Counted.code], handler)
    sealed(9)
    assert actions.relay(NOW) == 5
    assert Parked.objects.get().position == 5


def test_news_is_what_comes_once_somebody_is_there_to_tell_it_and_the_rest_is_caught_up_with() -> None:
    old = listening("old")
    sealed(2)
    actions.relay(NOW)
    said(1, first=2)
    news, more = listening("news", only_news=True), listening("more")
    actions.seal()
    actions.relay(NOW)
    actions.relay(NOW)
    assert (positions(old), positions(news), positions(more)) == ([0, 1, 2], [2], [0, 1, 2])


def test_where_nothing_was_ever_relayed_all_is_news() -> None:
    news = listening("news", only_news=True)
    assert actions.relay(NOW) == 0
    sealed(2)
    actions.relay(NOW)
    assert positions(news) == [0, 1]


def test_rest_costs_two_reads_however_many_react(django_assert_num_queries) -> None:
    listening("a")
    listening("b")
    sealed(2)
    actions.relay(NOW)
    with django_assert_num_queries(2):
        actions.relay(NOW)
    assert list(Cursor.objects.values_list("position", flat=True)) == [2, 2]


def test_those_whom_nothing_concerns_move_on_together(django_assert_num_queries) -> None:
    listening("a")
    react("b", ["record.erased"], print)
    react("c", ["record.erased"], print)
    sealed(2)
    actions.relay(NOW)
    said(1, first=2)
    actions.seal()
    assert settled_position() == 1
    with django_assert_num_queries(13):
        assert actions.relay(NOW) == 1
    assert list(Cursor.objects.values_list("position", flat=True)) == [3, 3, 3]


def test_settled_is_what_every_reaction_has_made_its_own_of() -> None:
    assert settled_position() == -1
    listening("a")
    sealed(3)
    assert settled_position() == -1
    actions.relay(NOW)
    assert settled_position() == 2


def test_a_reaction_that_stumbles_is_waited_for_and_one_that_keeps_failing_is_not() -> None:
    failing = {1}
    listening("stumbling", failing_on=failing)
    listening("well")
    sealed(4)
    actions.relay(NOW)
    assert settled_position() == 0
    failing.clear()
    actions.relay(NOW + timedelta(seconds=2))
    assert settled_position() == 3
    failing.add(4)
    said(2, first=4)
    actions.seal()
    for wait in (10, 20, 30):
        assert settled_position() == 3
        actions.relay(NOW + timedelta(seconds=wait))
    assert settled_position() == 5


def test_many_facts_can_be_taken_at_once_and_a_failing_one_is_still_found() -> None:
    batches: list[list[int]] = []

    def handler(told: list[SealedFact]) -> None:
        if any(fact.public["number"] == 3 for fact in told):
            raise ValueError
        batches.append([fact.position for fact in told])

    react_to_many("many", [Counted.code], handler)
    sealed(6)
    actions.relay(NOW)
    assert batches == [[0, 1, 2]]
    assert Parked.objects.get().position == 3

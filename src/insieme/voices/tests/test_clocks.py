# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a clock's events come to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.voices.rules.clocks import Event, Tick, due_at, read

ROME = ZoneInfo("Europe/Rome")
MONDAY = datetime(2030, 3, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def shows(*events, hours=48, now=MONDAY + timedelta(days=1)):
    return read([Event(kind, at) for kind, at in events], promise_hours=hours, now=now, zone=ROME)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2030-03-04T09:00", 48, "2030-03-06T09:00"),
        ("2030-03-07T09:00", 48, "2030-03-11T09:00"),
        ("2030-03-08T23:30", 48, "2030-03-12T23:30"),
        ("2030-03-09T15:00", 48, "2030-03-13T00:00"),
        ("2030-03-10T15:00", 24, "2030-03-12T00:00"),
        ("2030-03-04T09:00", 360, "2030-03-25T09:00"),
        ("2030-03-29T09:00", 24, "2030-04-01T09:00"),
    ],
)
def test_saturdays_and_sundays_do_not_count_and_a_day_stays_a_day_when_the_clocks_change(received, hours, due):
    at = datetime.fromisoformat(received).replace(tzinfo=ROME)
    assert due_at(at, hours, ROME).astimezone(ROME).strftime("%Y-%m-%dT%H:%M") == due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)), st.integers(1, 500))  # noqa: DTZ001
def test_a_later_voice_is_never_due_earlier(at, hours):
    received = at.replace(tzinfo=UTC)
    due = due_at(received, hours, ROME)
    assert due <= due_at(received + timedelta(minutes=17), hours, ROME)
    assert due - received >= timedelta(hours=hours - 1)


def test_it_waits_from_the_moment_it_was_received():
    seen = shows((Tick.RECEIVED, MONDAY))
    assert (seen.waiting_since, seen.due_at, seen.late, seen.in_time) == (MONDAY, MONDAY + 2 * DAY, False, None)
    assert shows((Tick.RECEIVED, MONDAY), now=MONDAY + 3 * DAY).late


def test_what_is_no_human_answer_stops_no_clock():
    assert shows((Tick.RECEIVED, MONDAY), (Tick.AUTOMATIC_ANSWER, MONDAY + DAY)).waiting_since == MONDAY


@pytest.mark.parametrize(("days", "in_time"), [(1, True), (2, True), (3, False)])
def test_an_answer_is_in_time_or_not_by_the_promise_kept_with_the_voice(days, in_time):
    seen = shows((Tick.RECEIVED, MONDAY), (Tick.FIRST_HUMAN_ANSWER, MONDAY + days * DAY), (Tick.ANSWERED, MONDAY + days * DAY))
    assert (seen.waiting_since, seen.in_time) == (None, in_time)


def test_a_second_answer_does_not_move_the_first():
    first, second = MONDAY + DAY, MONDAY + 9 * DAY
    seen = shows((Tick.RECEIVED, MONDAY), (Tick.ANSWERED, first), (Tick.ANSWERED, second))
    assert (seen.answered_at, seen.in_time) == (first, True)


@pytest.mark.parametrize(("after", "since"), [(30, 0), (31, 32)])
def test_opened_again_within_thirty_days_it_has_waited_since_the_first_time(after, since):
    answered = MONDAY + DAY
    seen = shows((Tick.RECEIVED, MONDAY), (Tick.ANSWERED, answered), (Tick.REOPENED, answered + after * DAY))
    assert seen.waiting_since == MONDAY + since * DAY


def test_what_was_confirmed_or_withdrawn_waits_no_more():
    assert shows((Tick.RECEIVED, MONDAY), (Tick.ANSWERED, MONDAY + DAY), (Tick.CLOSED, MONDAY + DAY)).waiting_since is None
    assert shows((Tick.RECEIVED, MONDAY), (Tick.WITHDRAWN, MONDAY)).due_at is None


def test_where_nothing_was_promised_nothing_is_late():
    seen = shows((Tick.RECEIVED, MONDAY), hours=None, now=MONDAY + 99 * DAY)
    assert (seen.waiting_since, seen.due_at, seen.late) == (None, None, False)

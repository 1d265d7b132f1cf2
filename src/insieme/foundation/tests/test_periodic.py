# SPDX-License-Identifier: AGPL-3.0-or-later
"""Duties run in their order, and one that fails stops nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from insieme.foundation import periodic

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_duties(monkeypatch):
    for kept in ("_duties", "_every", "_next", "_failing"):
        monkeypatch.setattr(periodic, kept, {})


def broken(_now):
    msg = "the well is dry"
    raise RuntimeError(msg)


def test_what_is_due_is_done_and_counted():
    seen = []
    periodic.register("a.one", lambda now: seen.append(now) or 2)
    periodic.register("a.two", lambda now: seen.append(now) or 3)
    assert periodic.run(NOON) == periodic.Turn(5, ())
    assert seen == [NOON, NOON]


def test_a_failing_duty_does_not_stop_the_others():
    periodic.register("a.broken", broken)
    periodic.register("a.sound", lambda _: 1)
    assert periodic.run(NOON) == periodic.Turn(1, ("a.broken",))


def test_the_same_fault_is_said_once_and_its_end_too(caplog):
    caplog.set_level("INFO", "insieme.foundation.periodic")
    dry = iter([True, True, False, True])
    periodic.register("a.well", lambda now: broken(now) if next(dry) else 0)
    for _ in range(4):
        periodic.run(NOON)
    assert [line.levelname for line in caplog.records] == ["ERROR", "INFO", "ERROR"]


def test_two_duties_of_one_name_are_refused():
    periodic.register("a.one", broken)
    periodic.register("a.one", broken)
    with pytest.raises(ValueError, match=r"a\.one"):
        periodic.register("a.one", lambda _: 0)


def test_what_can_wait_runs_at_its_own_pace():
    periodic.register("a.often", lambda _: 1)
    periodic.register("a.seldom", lambda _: 10, every=timedelta(hours=1))
    done = [periodic.run(NOON + timedelta(minutes=minutes)).done for minutes in (0, 30, 60, 90)]
    assert done == [11, 1, 11, 1]

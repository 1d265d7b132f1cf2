# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: when digests come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from insieme.notices.rules import next_digest

SUNDAY = datetime(2026, 11, 22, 12, 34, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        ("hour", SUNDAY, datetime(2026, 11, 22, 13, tzinfo=UTC)),
        ("daily", SUNDAY, datetime(2026, 11, 23, 6, tzinfo=UTC)),
        ("daily", datetime(2026, 11, 22, 5, 59, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("daily", datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 2, 5, tzinfo=UTC)),
        ("weekly", SUNDAY, datetime(2026, 11, 23, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 23, 5, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)),
        ("never", SUNDAY, None),
    ],
)
def test_a_digest_comes_on_the_hour_or_in_the_morning(rhythm, at, due):
    assert next_digest(rhythm, at) == due


@given(some.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)), some.sampled_from(["hour", "daily", "weekly"]))  # noqa: DTZ001 - aware below
def test_the_next_digest_is_later_and_not_too_late(at, rhythm):
    at = at.replace(tzinfo=UTC)
    longest = {"hour": timedelta(hours=1), "daily": timedelta(hours=25), "weekly": timedelta(days=7, hours=1)}[rhythm]
    assert timedelta() < next_digest(rhythm, at) - at <= longest

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place where the program reads the time. Rules never do: they are told."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def spelled(moment: datetime) -> str:
    """The moment as it stands in the record: ISO 8601 in UTC, to the microsecond, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

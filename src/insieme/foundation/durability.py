# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commits that need not wait for the disk: they survive the end of the program at once, that of the power only a moment later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_waiting() -> Iterator[None]:
    """Let this thread's commits return before the disk has them. For many small ones in a row; inside a transaction it changes nothing."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        quick, before = "SET synchronous_commit = off", "SET synchronous_commit = on"
    else:
        quick, before = "PRAGMA synchronous = NORMAL", f"PRAGMA synchronous = {_asked('PRAGMA synchronous')}"
    _asked(quick)
    try:
        yield
    finally:
        _asked(before)


def _asked(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0]) if cursor.description else ""

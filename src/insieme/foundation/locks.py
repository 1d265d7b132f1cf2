# SPDX-License-Identifier: AGPL-3.0-or-later
"""Locks that last until the transaction ends and stand for a thing rather than a row.

On PostgreSQL they are advisory locks. On SQLite they do nothing: every writing transaction begins IMMEDIATE there,
so it already excludes every other writer.
"""

from __future__ import annotations

import hashlib

from django.db import connection


def shared(name: str) -> None:
    """Hold the thing together with others who hold it shared; wait for whoever holds it exclusively."""
    _lock("pg_advisory_xact_lock_shared", name)


def exclusive(name: str) -> None:
    """Hold the thing alone, once all who hold it shared have finished."""
    _lock("pg_advisory_xact_lock", name)


def _lock(function: str, name: str) -> None:
    if connection.vendor != "postgresql":
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])

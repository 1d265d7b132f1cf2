# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking for somebody in every table, and checking the record from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.db import connection

from insieme.record.actions import export, seal

VERIFIER = Path(__file__).resolve().parents[4] / "verify_record.py"


def in_tables(person):
    """The tables that hold the person's reference, name, handle or address, in whatever column."""
    traces = {person.ref, person.name, person.handle, person.email}
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of our own
            told = "\n".join(_text(value) for row in cursor.fetchall() for value in row)
            if traced := {trace for trace in traces if trace in told}:
                found[table] = traced
    return found


def strangers_find_it_sound(folder):
    """Seal and export the record, and let the stand-alone verifier read it."""
    seal()
    export(folder)
    checked = subprocess.run([sys.executable, "-I", str(VERIFIER), str(folder)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def _text(value):
    return bytes(value).decode(errors="replace") if isinstance(value, (bytes, memoryview)) else str(value)

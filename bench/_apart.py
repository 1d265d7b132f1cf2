# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measuring in a process of its own, with a folder and a database that go away: SQLite, and PostgreSQL where a server is named.

INSIEME_BENCH_POSTGRES names a server on which databases may be made, as `postgres://me@127.0.0.1:5432/postgres`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


def on_each_database(part: str, job: str, **more: str) -> None:
    """Run `job` of a part, which is told the name of the database, once for each; `more` stands in its environment."""
    apart(part, f"{job}('SQLite')", **more)
    if server := os.environ.get("INSIEME_BENCH_POSTGRES"):
        with _database_on(server) as address:
            apart(part, f"{job}('PostgreSQL')", DATABASE_URL=address, **more)


def apart(part: str, call: str, *, folder: str = "", **more: str) -> None:
    """Run one call of a part where Django and its tables stand, in a folder that goes away, unless one is named."""
    with contextlib.ExitStack() as stack:
        data = folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="insieme-bench-", dir=os.environ.get("INSIEME_BENCH_DIR")))
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | more
        environment |= {"INSIEME_DATA": data, "INSIEME_LOG": "WARNING", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment |= {"DJANGO_SETTINGS_MODULE": "insieme.config.settings"}
        ready = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
        command = [sys.executable, "-c", f"{ready}; from bench import {part}; {part}.{call}"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def _database_on(server: str) -> Iterator[str]:
    name = f"insieme_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

# SPDX-License-Identifier: AGPL-3.0-or-later
"""kill -9 between any two steps: no fact is lost, none sealed twice, every effect happens once. See `crash.py`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from insieme.record.tests import crash_scenes

SRC = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty database of the kind under test; empty words stand for SQLite in the data folder."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        yield ""
        return
    import psycopg  # noqa: PLC0415 - SQLite alone needs no driver

    address = os.environ["DATABASE_URL"]
    name = f"insieme_crash_{os.getpid()}"
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"{address.rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def results(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, dict[str, Any]]]:
    environment = os.environ | {"INSIEME_DATA": str(tmp_path_factory.mktemp("crash")), "PYTHONPATH": str(SRC)}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "insieme.record.tests.crash"]
    out = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert out.returncode == 0, out.stderr
    return {name: (ended, state) for name, ended, state in json.loads(out.stdout)}


@pytest.mark.parametrize("name", crash_scenes.NAMES)
def test_nothing_is_lost_or_doubled(results: dict[str, tuple[int, dict[str, Any]]], name: str) -> None:
    ended, state = results[name]
    expected = 0 if name == crash_scenes.CROWD else -signal.SIGALRM if name.startswith("at any time") else -signal.SIGKILL
    assert ended == expected, "the scene ended otherwise than meant"
    assert state["facts"] == state["changes"], "a change without its fact, or a fact without its change"
    assert len(set(state["facts"])) == len(state["facts"])
    assert state["positions"] == list(range(len(state["facts"])))
    assert state["effects"] == state["positions"], "an effect is missing or doubled"
    assert state["handled"] == state["positions"]
    assert state["checked"] == len(state["positions"])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program as it is installed: a real `insieme run` - web, worker, clock - on a data folder of its own and a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from house.plan import ROOT

ANSWERS = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE = 30
SPEAKS_OF_ITSELF = ("DJANGO_", "INSIEME_", "DATABASE_URL", "REDIS_URL")


@dataclass(frozen=True)
class Server:
    """One that is running: where it answers, and where it keeps what it knows."""

    address: str
    data: Path


def surroundings(data: Path) -> dict[str, str]:
    """What the program reads around it: this checkout, this data folder, SQLite, nothing of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SPEAKS_OF_ITSELF)}
    return kept | {"INSIEME_DATA": str(data), "INSIEME_DEMO": "1", "INSIEME_LOG": "WARNING", "PYTHONPATH": str(ROOT / "src")}


def insieme(*words: str | Path, data: Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run one verb of the program to its end."""
    command = [sys.executable, "-m", "insieme", *map(str, words)]
    return subprocess.run(command, env=surroundings(data), cwd=cwd, capture_output=True, text=True, check=False)


@contextmanager
def running(data: Path) -> Iterator[Server]:
    """Start everything, wait until it says where it answers, and stop it at the end."""
    command = [sys.executable, "-m", "insieme", "run", "--port", "0"]
    with subprocess.Popen(command, env=surroundings(data), stdout=subprocess.PIPE, text=True) as process:
        try:
            said = ANSWERS.search(process.stdout.readline())
            assert said, "the server did not start: see above"
            yield Server(said[0], data)
        finally:
            process.terminate()
            process.wait(PATIENCE)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of the demo world: their queries, the CPU that one costs, and what a first visit loads."""

# ruff: noqa: PLC0415 - Django is set up in the process that needs it

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, TIMES = 7, 40
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script[^>]* src)="/static/([^"]+)"')


def main() -> None:
    """Plant the demo world in a folder that goes away, and visit it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            "INSIEME_DATA": folder,
            "INSIEME_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "insieme.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        setup = "import django; django.setup(); from bench import pages; pages.visit()"
        subprocess.run([sys.executable, "-c", setup], cwd=ROOT, env=environment, check=True)


def visit() -> None:
    """Measure the home page and the page of a call in which people choose, as a stranger and as somebody signed in."""
    from django.core.management import call_command
    from django.test import Client

    for command in (["migrate"], ["collectstatic", "--no-input"]):
        call_command(*command, verbosity=0)
    with Path(os.devnull).open("w") as silence:
        call_command("seed", stdout=silence)
    stranger, person = _client(Client), _client(Client)
    call = _a_call()
    person.force_login(_somebody())
    for name, client, path in (("home", stranger, "/"), ("call page", stranger, call), ("call page, signed in", person, call)):
        _queries(name, client, path)
        _cpu(name, client, path)
    for name, path in (("home", "/"), ("call page", call)):
        _weight(name, stranger, path)


def _client(kind: Callable[..., Any]) -> Any:
    return kind(headers={"host": "127.0.0.1:8000", "accept-language": "it"})


def _a_call() -> str:
    from insieme.offers.queries import calls

    return f"/calls/{calls('choosing')[0].slug}/"


def _somebody() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email="ada-ferri@insieme.example")


def _queries(name: str, client: Any, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from insieme.foundation.memory import memory

    memory.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    most = 10 if name.startswith("call") else None
    _figure(f"{name}: queries, nothing cached", len(queries), "", f"at most {most}" if most else "", len(queries) <= most if most else None)


def _cpu(name: str, client: Any, path: str) -> None:
    from insieme.foundation.memory import memory

    def cold() -> None:
        memory.clear()
        client.get(path)

    client.get(path)
    _figure(f"{name}: CPU, nothing cached", _best(cold), "ms")
    warm = _best(lambda: client.get(path))
    _figure(f"{name}: CPU, blocks cached", warm, "ms", "aim: < 3 ms", warm < 3, "the test client's own part included")


def _best(job: Callable[[], object]) -> float:
    """Least mean CPU of some rounds, in milliseconds: what else the machine does can only add."""
    means = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            job()
        means.append(1000 * (time.process_time() - began) / TIMES)
    return round(min(means), 2)


def _weight(name: str, client: Any, path: str) -> None:
    from django.conf import settings

    html = client.get(path).content.decode()
    page = len(html.encode()) / 1000
    files = sum((Path(settings.STATIC_ROOT) / f"{name}.gz").stat().st_size for name in set(LOADED.findall(html))) / 1000
    proxied = f"{len(gzip.compress(html.encode())) / 1000:.1f} kB where a proxy compresses"
    _figure(f"{name}: HTML of a first load, as we send it", round(page, 1), "kB", "at most 14 kB", page <= 14, proxied)
    _figure(f"{name}: all of a first load, style and scripts compressed", round(page + files, 1), "kB", "at most 60 kB", page + files <= 60)


def _figure(figure: str, measured: object, unit: str, target: str = "", reached: bool | None = None, note: str = "") -> None:
    print(
        json.dumps({"figure": figure, "measured": measured, "unit": unit, "target": target, "reached": reached, "note": note}), flush=True
    )

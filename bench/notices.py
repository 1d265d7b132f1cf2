# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters to ten thousand people, through a real mail server on loopback in a process of its own: digests, and letters at once.

SQLite always; PostgreSQL where INSIEME_BENCH_POSTGRES names a server on which databases may be made.
"""

# ruff: noqa: PLC0415 - Django is set up in the processes that need it

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.pledging import _database_on

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = int(os.environ.get("INSIEME_BENCH_PEOPLE", "10000"))
MOST = 60
#: Takes everything, remembers how many.
SINK = """
import asyncio, sys
from aiosmtpd.controller import Controller
class Sink:
    count = 0
    async def handle_DATA(self, server, session, envelope):
        Sink.count += len(envelope.rcpt_tos)
        return "250 taken"
controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print("ready", flush=True)
sys.stdin.readline()
print(Sink.count, flush=True)
controller.stop()
"""


def figure(name: str, measured: float, unit: str, target: str = "", reached: bool | None = None, note: str = "") -> None:
    print(json.dumps({"figure": name, "measured": measured, "unit": unit, "target": target, "reached": reached, "note": note}), flush=True)


def timed(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def main() -> None:
    """Measure each database in a process of its own."""
    _measure_in("", "SQLite")
    if server := os.environ.get("INSIEME_BENCH_POSTGRES"):
        with _database_on(server) as address:
            _measure_in(address, "PostgreSQL")


def _measure_in(database: str, name: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "INSIEME_DATA": folder, "INSIEME_LOG": "WARNING", "INSIEME_SMTP": f"127.0.0.1:{port}"}
        environment |= {
            "DATABASE_URL": database,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "insieme.config.settings",
        }
        if not database:
            del environment["DATABASE_URL"]
        sink = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with sink:
            assert sink.stdout
            sink.stdout.readline()
            subprocess.run(
                [sys.executable, "-c", f"from bench.notices import measure; measure({name!r})"], cwd=ROOT, env=environment, check=True
            )
            taken, _ = sink.communicate("\n")
        figure(f"{name}: letters that the mail server took", int(taken), "letters", f"{2 * PEOPLE:,}", int(taken) == 2 * PEOPLE)


def measure(name: str) -> None:
    """Tell everybody something, let the digests fall due, then tell them something at once."""
    import django

    django.setup()
    from django.core.management import call_command

    from insieme.config.queue import Queue
    from insieme.foundation import clock
    from insieme.notices import actions, queries, tasks

    call_command("migrate", verbosity=0)
    now, queue = clock.now(), Queue("bench")
    people = _people()
    about = {"about": "call:bread", "path": "/calls/", "at": now}

    def tell(kind: str, position: int, data: dict) -> None:
        actions.tell(kind, people, position=position, data=data, **about)

    took = timed(lambda: [tell("offers.published", number, {"title": f"Pane {number}", "promoter": "Forno"}) for number in range(3)])
    figure(f"{name}: telling 10,000 people one thing", took / 3, "s", note="a notice for each, in the way each chose")
    took = timed(lambda: (tasks.write_due(now + timedelta(days=2)), queue.run()))
    figure(
        f"{name}: a digest for each of 10,000 people",
        took,
        "s",
        f"< {MOST} s",
        took < MOST,
        "three things in each; aiosmtpd on the same machine",
    )
    tell("offers.began", 9, {"title": "Pane"})
    took = timed(lambda: (tasks.write_due(now), queue.run()))
    figure(f"{name}: a letter at once for each of 10,000 people", took, "s", f"< {MOST} s", took < MOST)
    took = timed(lambda: queries.who_will_be_told("offers.published", "call:bread", people))
    figure(f"{name}: who will be told, of 10,000", took, "s")


def _people() -> list[int]:
    """So many people with a confirmed address, every other one English, straight in the tables."""
    from allauth.account.models import EmailAddress

    from insieme.people.models import Person

    rows = [
        Person(email=f"p{place}@example.org", name=f"Persona {place}", password="!none", language=("it", "en")[place % 2])  # noqa: S106 - one that nobody can enter
        for place in range(PEOPLE)
    ]
    made = Person.objects.bulk_create(rows, batch_size=500)
    addresses = [EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in made]
    EmailAddress.objects.bulk_create(addresses, batch_size=500)
    return [person.pk for person in made]

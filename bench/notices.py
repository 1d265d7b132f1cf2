# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters to ten thousand people, through a real mail server on loopback in a process of its own: digests, and letters at once."""

# ruff: noqa: PLC0415 - Django is set up in the processes that need it

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta

from bench._apart import on_each_database
from bench._figures import figure, timed

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


def main() -> None:
    """Measure each database in a process of its own, then ask the mail server what it took from all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with subprocess.Popen([sys.executable, "-c", SINK, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout
        sink.stdout.readline()
        on_each_database("notices", "measure", INSIEME_SMTP=f"127.0.0.1:{port}")
        taken = int(sink.communicate("\n")[0])
    sent = 2 * PEOPLE * (1 + bool(os.environ.get("INSIEME_BENCH_POSTGRES")))
    figure("letters that the mail server took", taken, "letters", f"{sent:,}", taken == sent)


def measure(name: str) -> None:
    """Tell everybody something, let the digests fall due, then tell them something at once."""
    from insieme.config.queue import Queue
    from insieme.foundation import clock
    from insieme.notices import actions, kinds, queries, tasks
    from insieme.notices.kinds import Audience, Plan

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
    kinds.concerns(["bench.told"], lambda _plan: [Audience(kinds.must_be_known("offers.published"), people, "", "/calls/")])
    took = timed(lambda: queries.who_will_be_told(Plan("bench.told", "call:bread", {})))
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

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledges over HTTP on one call: 64 browsers with a session and a CSRF token each, the client beside the server."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench._apart import on_each_database
from bench._client import Answers, drive, get, post
from bench._figures import figure

CLIENTS = 64
PEOPLE = int(os.environ.get("INSIEME_BENCH_PEOPLE", "4000"))
#: Processes that answer: one for each core.
WORKERS = os.environ.get("INSIEME_BENCH_WORKERS") or str(os.cpu_count())
PATH = os.environ.get("INSIEME_BENCH_PATH", "/calls/{slug}/pledge/")
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
COOKIE = re.compile(rb"csrftoken=(\w+)")


def fields(offers: list[str]) -> dict[str, str]:
    """The form as somebody fills it in who ranks two offers."""
    lines = {f"place-{ref}": str(place) for place, ref in enumerate(offers, start=1)}
    return {"seen": "0", "quantity": "1", "confirm": "1"} | lines


def main() -> None:
    """Measure each database in a process of its own."""
    on_each_database("pledging", "measure")


def measure(database: str) -> None:
    """Make a world, serve it, pledge, and print what was measured."""
    from bench import _world as world  # noqa: PLC0415 - tables exist only now

    slug, offers, sessions = world.plant(PEOPLE)
    path = PATH.format(slug=slug)
    port = _free_port()
    with _running("web", "--port", str(port), "--workers", WORKERS) as web, _running("work") as worker:
        _until(lambda: _answers(port))
        processes = {"server": web.pid, "worker": worker.pid}
        pages, _, _ = _driven(processes, port, [get(path, {"sessionid": session}) for session in sessions], keep=True)
        requests = [_post(path, session, page, offers) for session, page in zip(sessions, pages.bodies, strict=True)]
        answers, cpu, sync = _driven(processes, port, requests)
        _until(world.all_sealed)
    _tell(database, world.counted(), pages, answers, cpu, sync)


def _tell(database: str, counted: tuple[int, int, int], pages: Answers, answers: Answers, cpu: dict[str, float], sync: float) -> None:
    wrong = sum(status not in {200, 302, 303} for status in answers.statuses)
    if wrong:
        sys.stderr.write(next(body for body in answers.bodies if body).decode(errors="replace")[:2000])
    rate, slowest = answers.number / answers.seconds, answers.latency(0.99)
    each = ", ".join(f"{who} {1000 * seconds / answers.number:.2f}" for who, seconds in cpu.items())
    rows, people, facts = counted
    name = f"pledges over HTTP, {CLIENTS} clients, {database}"
    enough = rate >= 400 or rate >= 0.8 * sync
    note = f"{WORKERS} web processes; CPU ms each: {each}; disk {sync:.0f} syncs/s"
    figure(name, rate, "/s", "400/s, or 80 % of the disk's own rate", enough, note)
    figure(f"{name}: half within", answers.latency(0.5), "ms")
    figure(f"{name}: 99 % within", slowest, "ms", "< 300 ms", slowest < 300)
    figure(f"{name}: refused or failed", wrong, "", "0", wrong == 0)
    stands = f"{rows} rows, {people} people, {facts} facts sealed"
    figure(f"{name}: what stands", stands, "", f"{answers.number} each", {rows, people, facts} == {answers.number})
    figure(f"pledge page over HTTP, {CLIENTS} clients, {database}", pages.number / pages.seconds, "/s")


def _post(path: str, session: str, page: bytes, offers: list[str]) -> bytes:
    token, cookie = TOKEN.search(page), COOKIE.search(page)
    assert token, f"no form on the page: {page[:600].decode(errors='replace')}"
    assert cookie
    body = urlencode(fields(offers) | {"csrfmiddlewaretoken": token[1].decode()}).encode()
    return post(path, {"sessionid": session, "csrftoken": cookie[1].decode()}, body)


def _driven(processes: dict[str, int], port: int, requests: list[bytes], *, keep: bool = False) -> tuple[Answers, dict[str, float], float]:
    """Drive the requests; return the answers, the CPU seconds of everybody meanwhile, and what the disk can do."""
    sync = _syncs()
    before = {who: _cpu(pid) for who, pid in processes.items()} | {"PostgreSQL": _cpu_named("postgres")}
    answers = drive(port, requests, clients=CLIENTS, keep=keep)
    after = {who: _cpu(pid) for who, pid in processes.items()} | {"PostgreSQL": _cpu_named("postgres")}
    cpu = {who: after[who] - before[who] for who in before if after[who] > before[who]} | {"client": answers.cpu}
    return answers, cpu, sync


def _syncs(seconds: float = 1.0) -> float:
    """How many small writes a second the disk brings home, one after the other."""
    with tempfile.NamedTemporaryFile(dir=os.environ["INSIEME_DATA"]) as file:
        began, number = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())
            number += 1
        return number / (time.perf_counter() - began)


def _cpu(pid: int) -> float:
    """CPU seconds of a process and of its children that live."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _own_cpu(pid) + sum(_own_cpu(int(child)) for child in children)


def _own_cpu(pid: int) -> float:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / TICKS
    return 0.0


def _cpu_named(name: str) -> float:
    found = 0.0
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if path.read_text().strip() == name:
                found += _own_cpu(int(path.parent.name))
    return found


@contextlib.contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", "insieme", *arguments], stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _until(true: Callable[[], object], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many browsers in one process: keep-alive connections that each send the next request when the last is answered. Light on CPU."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Answers:
    """What came back, in the order of the requests."""

    number: int
    seconds: float = 0.0
    cpu: float = 0.0
    statuses: list[int] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def latency(self, share: float) -> float:
        """The latency, in milliseconds, below which that share of the requests stayed."""
        return sorted(self.latencies)[min(self.number - 1, int(self.number * share))] * 1000


class Browser(asyncio.Protocol):
    """One connection."""

    def __init__(self, todo: Iterator[tuple[int, bytes]], answers: Answers, keep: bool) -> None:
        self.todo, self.answers, self.keep = todo, answers, keep
        self.ended = asyncio.get_running_loop().create_future()
        self.buffer, self.place, self.began = b"", -1, 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.place, request = next(self.todo, (-1, b""))
        if self.place < 0:
            self.ended.set_result(None)
            self.transport.close()
            return
        self.began = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self.buffer, 0, end)
        assert length, f"an answer without a length: {self.buffer[:200]!r}"
        if len(self.buffer) < end + 4 + int(length[1]):
            return
        self.answers.latencies[self.place] = time.perf_counter() - self.began
        self.answers.statuses[self.place] = int(self.buffer[9:12])
        if self.keep or self.answers.statuses[self.place] >= 400:
            self.answers.bodies[self.place] = self.buffer
        self.buffer = b""
        self.ask()

    def connection_lost(self, fault: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(ConnectionError(f"the server hung up: {fault}"))


async def _drive(port: int, requests: list[bytes], clients: int, keep: bool) -> Answers:
    number = len(requests)
    answers = Answers(number, statuses=[0] * number, latencies=[0.0] * number, bodies=[b""] * number)
    todo = enumerate(requests)
    loop = asyncio.get_running_loop()
    began, cpu = time.perf_counter(), time.process_time()
    browsers = [(await loop.create_connection(lambda: Browser(todo, answers, keep), "127.0.0.1", port))[1] for _ in range(clients)]
    await asyncio.gather(*(browser.ended for browser in browsers))
    answers.seconds, answers.cpu = time.perf_counter() - began, time.process_time() - cpu
    return answers


def drive(port: int, requests: list[bytes], *, clients: int = 64, keep: bool = False) -> Answers:
    """Send all the requests through so many connections; `keep` the answers whole."""
    return uvloop.run(_drive(port, requests, clients, keep))


def get(path: str, cookies: dict[str, str]) -> bytes:
    """A GET as bytes."""
    return _head("GET", path, cookies) + b"\r\n"


def post(path: str, cookies: dict[str, str], body: bytes) -> bytes:
    """A POST of a form as bytes."""
    return _head("POST", path, cookies) + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


def _head(method: str, path: str, cookies: dict[str, str]) -> bytes:
    kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: it\r\nCookie: {kept}\r\n".encode()

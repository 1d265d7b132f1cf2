# SPDX-License-Identifier: AGPL-3.0-or-later
"""A program that listens on loopback and remembers what it was sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """What a program was sent, and what it answers: the statuses in turn, the last one for ever."""

    address: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    elsewhere: str = ""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def a_program() -> Iterator[Heard]:
    heard = Heard()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.answers.pop(0) if len(heard.answers) > 1 else heard.answers[0])
            if heard.elsewhere:
                self.send_header("Location", heard.elsewhere)
            self.end_headers()
            self.wfile.write(b"thank you" * 1000)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    heard.address = f"http://127.0.0.1:{server.server_port}/here"
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

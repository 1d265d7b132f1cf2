# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the event loop to Django's WSGI application, in threads.

Pages are made one after the other as long as they are quick: two that run beside each other in one Python only take its lock from one
another, which costs more than it gives (measured: 250 pledges a second in two or four threads, 390 in one). One that has waited for
something, a lock or a slow query, lets the next begin.

A request's body is read before a thread is taken, and an answer in one piece is sent after the thread is free again: a slow
reader or writer holds memory, never a thread. What has no known end (the files of the record) is sent chunk by chunk from threads of
its own: whoever downloads slowly holds up other downloads, never a page.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from django.db import connection

from insieme.front.live import Message, Receive, Send

#: Larger bodies are refused: nothing here takes files of that size.
BODY = 16 * 1024 * 1024
#: So many downloads at the same time, and so many seconds that a reader may take over one chunk.
STREAMS = 4
PATIENCE = 60
#: Seconds after which a page is taken to be waiting for something, and the next one begins beside it.
QUICK = 0.05


Stream = Iterable[bytes]


class Bridge:
    """An ASGI application that answers with a WSGI one."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        """Answer one quick request after the other, and at most `threads` at the same time where they are slow."""
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.turn = asyncio.Semaphore()
        self.streams = ThreadPoolExecutor(STREAMS, thread_name_prefix="stream")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = await _body(receive)
        if body is None:
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0"), (b"connection", b"close")]})
            await send({"type": "http.response.body"})
            return
        loop = asyncio.get_running_loop()
        start, rest, stream = await self._in_turn(_environ(scope, body))
        await send(start)
        if stream is None:
            await send({"type": "http.response.body", "body": rest})
            return

        def push(chunk: bytes) -> None:
            sending = send({"type": "http.response.body", "body": chunk, "more_body": True})
            asyncio.run_coroutine_threadsafe(sending, loop).result(PATIENCE)

        await loop.run_in_executor(self.streams, _pour, stream, push)
        await send({"type": "http.response.body", "body": b""})

    async def _in_turn(self, environ: dict[str, Any]) -> tuple[Message, bytes, Stream | None]:
        """Answer in a thread, alone among the quick ones."""
        await self.turn.acquire()
        held = [self.turn]

        def let_next() -> None:
            if held:
                held.pop().release()

        loop = asyncio.get_running_loop()
        slow = loop.call_later(QUICK, let_next)
        try:
            return await loop.run_in_executor(self.threads, self._answer, environ)
        finally:
            slow.cancel()
            let_next()

    def _answer(self, environ: dict[str, Any]) -> tuple[Message, bytes, Stream | None]:
        """Call the application in this thread. Return the start of the answer and the rest of it, or what streams it."""
        start: Message = {"type": "http.response.start"}

        def begin(status: str, headers: list[tuple[str, str]], _fault: object = None) -> None:
            start["status"] = int(status[:3])
            start["headers"] = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

        answer = self.application(environ, begin)
        # A static file streams too, but says how long it is: that much fits into memory.
        if getattr(answer, "streaming", False) and all(name != b"content-length" for name, _value in start["headers"]):
            return start, b"", answer
        try:
            return start, b"".join(answer), None
        finally:
            getattr(answer, "close", lambda: None)()


def _pour(stream: Stream, push: Callable[[bytes], None]) -> None:
    """Send a stream in this thread, which then gives its database connection back."""
    try:
        for chunk in stream:
            push(chunk)
    finally:
        getattr(stream, "close", lambda: None)()
        connection.close()


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None if it is too large. Of somebody who has gone, what came."""
    message = await receive()
    body = message.get("body", b"")
    while message.get("more_body") and len(body) <= BODY:
        message = await receive()
        body += message.get("body", b"")
    return body if len(body) <= BODY else None


def _environ(scope: Message, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 wants it."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").upper().replace("-", "_")
        if name == "CONTENT_TYPE":
            environ[name] = value.decode("latin-1")
        elif name != "CONTENT_LENGTH" and "_" not in raw.decode("latin-1"):
            # A name with an underscore could pass itself off as one with a hyphen that a proxy has vouched for.
            name = f"HTTP_{name}"
            text = value.decode("latin-1")
            separator = "; " if name == "HTTP_COOKIE" else ","
            environ[name] = f"{environ[name]}{separator}{text}" if name in environ else text
    return environ

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The live door, `/live?topic=call:mercato`: server-sent events that say which topic has news, never what it is.

A raw ASGI application, outside Django's views: a listener costs neither thread nor query. The browser fetches its fragment
anew through the ordinary pages and their rules of access. `id:` is the position in the record, so that coming back with
`Last-Event-ID` (or `?from=`, the position at which the page was made) is exact.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.core import signing

from insieme.front.ticks import EVERYTHING, Hub

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Coroutine[Any, Any, None]]

PATH = "/live"
TOPICS_EACH = 20
LISTENERS = 8_000
#: A page left open over a working day still comes back; what the token opens is only when something happened, never what.
TOKEN_AGE = 12 * 60 * 60
PUBLIC = re.compile(r"(call|organisation):[\w-]{1,200}|" + EVERYTHING)
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

hub = Hub()
_signer = signing.TimestampSigner(salt="insieme.front.live")


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The stream is not opened: status, sentence, further headers."""

    def __init__(self, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        """Say no in words."""
        super().__init__(sentence)
        self.status = status
        self.headers = headers


def token(topic: str) -> str:
    """Sign the private `topic`, for the page of a reader who may listen to it. Good for twelve hours."""
    return _signer.sign(topic)


async def door(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request for `/live`."""
    try:
        topics, since = _asked(scope)
    except Refused as refused:
        await _refuse(send, refused)
        return
    listener = hub.join(topics, since)
    gone = asyncio.ensure_future(_until_gone(receive))
    gone.add_done_callback(lambda _: listener.leave())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        # After a restart of the server not everybody comes back in the same second.
        await _write(send, f"retry: {1000 + secrets.randbelow(4000)}\n\n")
        while True:
            await listener.wake.wait()
            if listener.over:
                break
            listener.wake.clear()
            ticks, listener.pending = listener.pending, {}
            await _write(send, _events(ticks))
    finally:
        hub.part(listener)
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


def close() -> None:
    """End every stream of this process."""
    hub.close()


def _asked(scope: Message) -> tuple[frozenset[str], int | None]:
    """Read topics and starting position from the request, or refuse."""
    if scope["method"] != "GET":
        raise Refused(405, "Listening is a GET.", (b"allow", b"GET"))
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    topics = frozenset(asked.get("topic", [])) | {_unsigned(signed) for signed in asked.get("token", [])}
    if not 1 <= len(topics) <= TOPICS_EACH:
        raise Refused(400, f"Name between 1 and {TOPICS_EACH} topics, for example /live?topic={EVERYTHING}.")
    for topic in asked.get("topic", []):
        if not PUBLIC.fullmatch(topic):
            raise Refused(403, "This topic is not public: the page that shows it holds a token to listen with.")
    if hub.closed or len(hub.listeners) >= LISTENERS:
        raise Refused(503, "Too many are listening just now; the page works without.", (b"retry-after", b"30"))
    header = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")
    start = header or asked.get("from", [""])[0]
    if start and not re.fullmatch(r"-1|[0-9]{1,18}", start):
        raise Refused(400, "A position in the record is a whole number.")
    return topics, int(start) if start else None


def _unsigned(signed: str) -> str:
    try:
        return _signer.unsign(signed, max_age=TOKEN_AGE)
    except signing.BadSignature as fault:
        raise Refused(403, "The token of this page has grown old or does not fit: load the page again.") from fault


def _events(ticks: dict[str, int]) -> str:
    """Events in the order of their positions, so that a break between two of them loses neither. Nothing new: a heartbeat."""
    if not ticks:
        return ":\n\n"
    told = sorted(ticks.items(), key=lambda tick: tick[1])
    return "".join(f"id: {position}\ndata: {json.dumps({'topic': topic, 'position': position})}\n\n" for topic, position in told)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, refused: Refused) -> None:
    body = str(refused).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *refused.headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": [*headers, (b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})

# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the event loop to WSGI and back: what Django sees, what the browser gets, who holds a thread."""

import asyncio
import threading

import pytest

from insieme.config import bridge


def scope_of(path):
    return {"method": "GET", "path": path, "query_string": b"", "http_version": "1.1", "scheme": "http", "headers": []}


def answered(application, *received, threads=1, **scope):
    """Send one request through the bridge and return the messages that came back."""
    sent, waiting = [], list(received) or [{"type": "http.request", "body": b""}]
    whole = scope_of("/") | scope

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(dict(message))

    asyncio.run(bridge.Bridge(application, threads)(whole, receive, send))
    return sent


def echo(environ, begin):
    begin("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [environ["wsgi.input"].read()]


def test_a_body_in_pieces_is_read_whole_and_answered_in_one_piece():
    pieces = [{"type": "http.request", "body": b"uno ", "more_body": True}, {"type": "http.request", "body": b"due"}]
    start, body = answered(echo, *pieces, method="POST", path="/caffè")
    assert (start["status"], body["body"]) == (200, b"uno due")
    assert (b"x-path", "/caffè".encode()) in start["headers"]


def test_a_body_that_is_too_large_is_refused_before_a_thread_is_taken(monkeypatch):
    monkeypatch.setattr(bridge, "BODY", 4)
    pieces = [{"type": "http.request", "body": b"123", "more_body": True}] * 2
    assert answered(None, *pieces, method="POST")[0]["status"] == 413


@pytest.mark.parametrize(
    ("quick", "order"),
    [
        (60, ["first begins", "first ends", "second begins", "second ends"]),
        (0, ["first begins", "second begins", "second ends", "first ends"]),
    ],
)
def test_quick_pages_come_one_after_the_other_and_a_slow_one_lets_the_next_begin(monkeypatch, quick, order):
    monkeypatch.setattr(bridge, "QUICK", quick)
    happened, may_end = [], threading.Event()

    def page(environ, begin):
        name = environ["PATH_INFO"]
        happened.append(f"{name} begins")
        if name == "first" and not quick:
            assert may_end.wait(20)
        happened.append(f"{name} ends")
        may_end.set()
        begin("200 OK", [])
        return [b""]

    async def both():
        pages = bridge.Bridge(page, 2)
        await asyncio.gather(*(pages(scope_of(name), received, sent) for name in ("first", "second")))

    async def received():
        return {"type": "http.request", "body": b""}

    async def sent(_message):
        pass

    asyncio.run(both())
    assert happened == order


def test_what_is_streamed_is_sent_chunk_by_chunk_and_closed():
    class Stream:
        closed, streaming = False, True

        def __iter__(self):
            return iter([b"a", b"b", b"c"])

        def close(self):
            Stream.closed = True

    def streaming(_environ, begin):
        begin("200 OK", [])
        return Stream()

    _start, *chunks = answered(streaming)
    assert [chunk["body"] for chunk in chunks] == [b"a", b"b", b"c", b""]
    assert [chunk.get("more_body", False) for chunk in chunks] == [True, True, True, False]
    assert Stream.closed


def test_the_request_is_told_as_pep_3333_wants_it():
    seen = {}

    def look(environ, begin):
        seen.update(environ)
        begin("204 No Content", [])
        return []

    headers = [
        (b"host", b"example.org"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"x_forwarded_for", b"forged"),
        (b"content-length", b"999"),
    ]
    answered(look, headers=headers, query_string="a=è".encode("latin-1"), client=("127.0.0.9", 5), server=("127.0.0.1", 8000))
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_ACCEPT"] == "text/html,*/*"
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert (seen["CONTENT_LENGTH"], seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("0", "a=è", "127.0.0.9")


def test_a_browser_that_sends_slowly_holds_no_thread():
    async def scene():
        first = asyncio.Event()

        async def slowly():
            await first.wait()
            return {"type": "http.request", "body": b"late"}

        async def at_once():
            return {"type": "http.request", "body": b"early"}

        order = []

        async def send(message):
            if "body" in message:
                order.append(message["body"])

        one_thread = bridge.Bridge(echo, 1)
        scope = {"method": "POST", "path": "/", "query_string": b"", "http_version": "1.1", "scheme": "http", "headers": []}
        slow = asyncio.create_task(one_thread(scope, slowly, send))
        await asyncio.sleep(0)
        await one_thread(scope, at_once, send)
        first.set()
        await slow
        assert order == [b"early", b"late"]

    asyncio.run(scene())


def test_a_file_that_says_how_long_it_is_comes_in_one_piece():
    class File(list):
        streaming = True

    def static(_environ, begin):
        begin("200 OK", [("Content-Length", "2")])
        return File([b"a", b"b"])

    assert [message.get("body") for message in answered(static)] == [None, b"ab"]


def test_a_browser_that_downloads_slowly_holds_up_no_page():
    class Stream:
        streaming = True

        def __iter__(self):
            return iter([b"long"])

    def house(environ, begin):
        begin("200 OK", [])
        return Stream() if environ["PATH_INFO"] == "/record.tar" else [b"page"]

    async def scene():
        reads, order = asyncio.Event(), []

        async def asks():
            return {"type": "http.request", "body": b""}

        async def slowly(message):
            if message.get("body"):
                await reads.wait()
                order.append(message["body"])

        async def at_once(message):
            if message.get("body"):
                order.append(message["body"])

        one_thread = bridge.Bridge(house, 1)
        scope = {"method": "GET", "query_string": b"", "http_version": "1.1", "scheme": "http", "headers": []}
        slow = asyncio.create_task(one_thread(scope | {"path": "/record.tar"}, asks, slowly))
        await asyncio.sleep(0)
        await one_thread(scope | {"path": "/"}, asks, at_once)
        reads.set()
        await slow
        assert order == [b"page", b"long"]

    asyncio.run(scene())


def test_a_fault_of_the_application_reaches_the_server():
    def broken(_environ, _begin):
        raise LookupError(threading.current_thread().name)

    with pytest.raises(LookupError, match="page"):
        answered(broken)

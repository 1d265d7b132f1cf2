# SPDX-License-Identifier: AGPL-3.0-or-later
"""The live door: who may listen, what they hear, and that coming back misses nothing."""

import asyncio
import json
import threading
from collections import deque

import pytest

from insieme.front import live, ticks

ENDS = 20


class Record:
    """A sealed record that a test writes by hand."""

    def __init__(self):
        self.abouts, self.rounds, self.broken, self.unsettled = [], 0, False, 0

    def settled_position(self):
        self.rounds += 1
        if self.broken:
            raise ticks.DatabaseError
        return len(self.abouts) - 1 - self.unsettled

    def topics_after(self, position, until, limit):
        return list(enumerate(self.abouts))[position + 1 : until + 1][:limit]


class Browser:
    """One stream, as a server would drive it."""

    def __init__(self, query, headers=(), method="GET"):
        self.scope = {"type": "http", "method": method, "query_string": query.encode(), "headers": list(headers)}
        self.gone, self.news = asyncio.Event(), asyncio.Event()
        self.status, self.headers, self.body, self.ended = None, {}, "", False
        self.blocked = None
        self.task = asyncio.create_task(live.door(self.scope, self.receive, self.send))

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if self.blocked:
            await self.blocked.wait()
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message["body"].decode()
            self.ended = not message.get("more_body")
        self.news.set()

    @property
    def events(self):
        found = []
        for block in self.body.split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "data" in lines:
                found.append((int(lines["id"]), *json.loads(lines["data"]).values()))
        return found

    async def until(self, true):
        async with asyncio.timeout(ENDS):
            while not true():
                self.news.clear()
                await self.news.wait()

    async def leave(self):
        self.gone.set()
        async with asyncio.timeout(ENDS):
            await self.task


@pytest.fixture
def record(monkeypatch):
    made = Record()
    monkeypatch.setattr(ticks, "queries", made)
    monkeypatch.setattr(ticks, "reactions", made)
    monkeypatch.setattr(ticks, "ROUND", 0.005)
    monkeypatch.setattr(live, "hub", ticks.Hub())
    return made


def played(scene):
    """Run a scene on a loop of its own and end what it began."""

    async def whole():
        try:
            await scene()
        finally:
            live.close()

    asyncio.run(whole())
    for thread in threading.enumerate():
        if thread.name == "live-reader":
            thread.join(ENDS)


async def rounds(record, number=3):
    """Let the reader look a few times more."""
    until = record.rounds + number
    async with asyncio.timeout(ENDS):
        while record.rounds < until:  # noqa: ASYNC110 - the reader is a thread and knows no loop's events
            await asyncio.sleep(0.001)


def test_a_fact_is_told_once_its_reactions_are_through(record):
    async def scene():
        browser = Browser("topic=call:a")
        await rounds(record)
        record.unsettled = 1
        record.abouts.append("call:a")
        await rounds(record)
        assert browser.events == []
        record.unsettled = 0
        await browser.until(lambda: browser.events)
        assert browser.events == [(0, "call:a", 0)]
        await browser.leave()

    played(scene)


def test_one_hears_of_one_s_own_topics_only(record):
    async def scene():
        browser, everything = Browser("topic=call:a&topic=call:b"), Browser("topic=record")
        await browser.until(lambda: browser.status == 200)
        await rounds(record)
        record.abouts += ["call:c"]
        await everything.until(lambda: everything.events)
        record.abouts += ["call:a"]
        await browser.until(lambda: browser.events)
        assert browser.events == [(1, "call:a", 1)]
        assert everything.events[0] == (0, "record", 0)
        assert browser.headers[b"content-type"].startswith(b"text/event-stream")

    played(scene)


@pytest.mark.parametrize("door", ["header", "query"])
def test_coming_back_one_hears_at_once_what_was_missed_and_nothing_else(record, door):
    record.abouts = ["call:a", "call:b", "call:a", "call:c"]

    def back(position):
        headers = [(b"last-event-id", str(position).encode())] if door == "header" else []
        return Browser("topic=call:a&topic=call:b&" + ("" if headers else f"from={position}"), headers)

    async def scene():
        before, between, after = back(-1), back(1), back(2)
        await before.until(lambda: len(before.events) == 2)
        await between.until(lambda: between.events)
        await rounds(record)
        assert before.events == [(1, "call:b", 1), (2, "call:a", 2)]
        assert between.events == [(2, "call:a", 2)]
        assert after.events == []

    played(scene)


def test_a_break_between_two_events_loses_neither(record):
    async def scene():
        browser = Browser("topic=call:a&topic=call:b&topic=record")
        await rounds(record)
        record.abouts += ["call:b", "call:a", "call:b", "call:a"]
        await browser.until(lambda: len(browser.events) >= 3)
        seen = browser.events
        assert [position for position, *_ in seen] == sorted(position for position, *_ in seen)
        for cut, (position, *_) in enumerate(seen):
            back = Browser(f"topic=call:a&topic=call:b&topic=record&from={position}")
            missed = {(topic, last) for _, topic, last in seen[cut + 1 :] if last > position}
            await back.until(lambda back=back, missed=missed: missed <= {event[1:] for event in back.events})

    played(scene)


def test_many_facts_are_few_ticks_and_the_last_is_told(record):
    async def scene():
        browser = Browser("topic=call:a")
        await rounds(record)
        before = record.rounds
        for _ in range(50):
            record.abouts += ["call:a"] * 40
            await asyncio.sleep(0.001)
        await browser.until(lambda: browser.events and browser.events[-1][0] == 1999)
        assert len(browser.events) <= record.rounds - before

    played(scene)


def test_a_slow_reader_is_told_the_last_position_not_every_one(record):
    async def scene():
        browser = Browser("topic=call:a")
        await browser.until(lambda: browser.body)
        browser.blocked = asyncio.Event()
        for _ in range(10):
            record.abouts += ["call:a"]
            await rounds(record, 2)
        browser.blocked.set()
        await browser.until(lambda: browser.events and browser.events[-1][0] == 9)
        assert len(browser.events) <= 2

    played(scene)


def refused(query, **changes):
    answered = []

    async def scene():
        browser = Browser(query, **changes)
        async with asyncio.timeout(ENDS):
            await browser.task
        answered.append(browser)

    played(scene)
    return answered[0]


@pytest.mark.parametrize("query", ["topic=person:abc", "topic=call:a&topic=person:abc", "token=person:abc", "token=person:abc:1abc:forged"])
def test_a_private_topic_is_refused_without_its_token(record, query):
    browser = refused(query)
    assert browser.status == 403
    assert not live.hub.listeners
    assert record.rounds == 0


@pytest.mark.usefixtures("record")
def test_a_token_that_has_grown_old_is_refused(monkeypatch):
    signed = live.token("person:abc")
    monkeypatch.setattr(live, "TOKEN_AGE", -1)
    assert refused(f"token={signed}").status == 403


def test_a_private_topic_is_heard_with_its_token(record):
    async def scene():
        browser = Browser(f"token={live.token('person:abc')}")
        await rounds(record)
        record.abouts += ["person:abd", "person:abc"]
        await browser.until(lambda: browser.events)
        assert browser.events == [(1, "person:abc", 1)]

    played(scene)


@pytest.mark.parametrize(
    ("query", "method", "status"),
    [
        ("", "GET", 400),
        ("&".join(f"topic=call:c{number}" for number in range(live.TOPICS_EACH + 1)), "GET", 400),
        ("topic=call:a&from=soon", "GET", 400),
        ("topic=call:a&from=99999999999999999999999999", "GET", 400),
        ("topic=call:a", "POST", 405),
    ],
)
@pytest.mark.usefixtures("record")
def test_what_cannot_be_read_is_refused_with_a_sentence(query, method, status):
    browser = refused(query, method=method)
    assert (browser.status, browser.ended) == (status, True)
    assert browser.body


@pytest.mark.usefixtures("record")
def test_when_too_many_listen_one_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(live, "LISTENERS", 1)

    async def scene():
        first = Browser("topic=call:a")
        await first.until(lambda: first.status)
        second = Browser("topic=call:a")
        await second.until(lambda: second.ended)
        assert (second.status, second.headers[b"retry-after"]) == (503, b"30")
        await first.leave()
        third = Browser("topic=call:a")
        await third.until(lambda: third.status)
        assert third.status == 200

    played(scene)


@pytest.mark.usefixtures("record")
def test_who_leaves_is_forgotten_and_with_the_last_the_reading_stops():
    async def scene():
        browsers = [Browser("topic=call:a&topic=record") for _ in range(3)]
        for browser in browsers:
            await browser.until(lambda browser=browser: browser.status)
        assert len(live.hub.listeners) == 3
        for browser in browsers:
            await browser.leave()
        assert (live.hub.listeners, live.hub.by_topic) == (set(), {})
        assert not live.hub.reader.wanted.is_set()

    played(scene)


@pytest.mark.usefixtures("record")
def test_closing_ends_every_stream():
    async def scene():
        browsers = [Browser("topic=call:a") for _ in range(3)]
        for browser in browsers:
            await browser.until(lambda browser=browser: browser.body)
        live.close()
        for browser in browsers:
            await browser.until(lambda browser=browser: browser.ended)
            async with asyncio.timeout(ENDS):
                await browser.task

    played(scene)


def test_a_database_that_is_away_is_waited_for_and_said_once(record, caplog, monkeypatch):
    monkeypatch.setattr(ticks, "RETRY", 0.005)
    record.broken = True

    async def scene():
        browser = Browser("topic=call:a&from=-1")
        await rounds(record)
        assert (browser.status, browser.events) == (200, [])
        record.abouts += ["call:a"]
        record.broken = False
        await browser.until(lambda: browser.events)

    played(scene)
    assert len([line for line in caplog.records if "cannot read" in line.message]) == 1


def test_what_is_no_longer_remembered_is_told_rather_than_missed():
    memory = ticks.Memory(size=2)
    for position, topic in enumerate(deque(["call:a", "call:b", "call:c"])):
        memory.hear(topic, position)
    assert memory.floor == 0
    assert memory.missed(["call:a", "call:b", "call:z"], -1) == {"call:a": 0, "call:b": 1, "call:z": 0}
    assert memory.missed(["call:a", "call:b", "call:z"], 0) == {"call:b": 1}


def test_a_reader_that_fell_far_behind_tells_everybody(record, monkeypatch):
    monkeypatch.setattr(ticks, "FACTS_REMEMBERED", 5)

    async def scene():
        browser = Browser("topic=call:a")
        await rounds(record)
        record.abouts = ["call:a", *["call:b"] * 20]
        await browser.until(lambda: browser.events)
        assert browser.events[0][1] == "call:a"

    played(scene)


def test_nobody_comes_in_once_the_house_is_closing(record):
    live.close()
    assert refused("topic=call:a").status == 503
    assert record.rounds == 0

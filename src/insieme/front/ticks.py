# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the live door knows: the last position of each topic that is sealed and settled, and who is listening.

A fact is told once every reaction has made of it what it makes: whoever is told sooner would fetch a total that does not count it yet,
and would not be told again.

One thread for each web process reads the record on a connection of its own, every fifth of a second and only while somebody
listens; everything else happens in memory on the event loop. Reading in rounds is also the throttle: a round tells each topic
once, with its last position, so that nobody hears of a topic more than five times a second and the last tick is never lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from django.db import DatabaseError, InterfaceError, connection

from insieme.record import queries, reactions

ROUND = 0.2
HEARTBEAT = 15
#: Seconds before another try at a database that is away.
RETRY = 2
#: So many topics, and so many facts before the present, are remembered for those who come back.
TOPICS_REMEMBERED = 50_000
FACTS_REMEMBERED = 10_000
BATCH = 5_000
#: The topic that hears of every fact.
EVERYTHING = "record"

logger = logging.getLogger(__name__)


class Memory:
    """The last position of each topic, oldest first. Of what happened up to `floor` it knows nothing."""

    def __init__(self, floor: int = -1, size: int = TOPICS_REMEMBERED) -> None:
        """Start empty, knowing nothing of what happened up to `floor`."""
        self.floor = floor
        self.size = size
        self.last: OrderedDict[str, int] = OrderedDict()

    def hear(self, topic: str, position: int) -> None:
        """Remember that `topic` was touched at `position`."""
        self.last[topic] = position
        self.last.move_to_end(topic)
        if len(self.last) > self.size:
            _, self.floor = self.last.popitem(last=False)

    def missed(self, topics: Iterable[str], since: int) -> dict[str, int]:
        """For each topic touched after `since`, its last position. A topic that is not remembered may have been: it is told too."""
        return {topic: last for topic in topics if (last := self.last.get(topic, self.floor)) > since}


class Listener:
    """One open stream: its topics, what it has still to be told, and whether it is over. Costs no query and little memory."""

    __slots__ = ("over", "pending", "since", "slot", "topics", "wake")

    def __init__(self, topics: frozenset[str], since: int | None, slot: int) -> None:
        """Listen to `topics`; `since` is the position that the listener has already seen, None for the present."""
        self.topics = topics
        self.since = since
        self.slot = slot
        self.pending: dict[str, int] = {}
        self.wake = asyncio.Event()
        self.over = False

    def tell(self, ticks: dict[str, int]) -> None:
        """Add what is new. Whoever reads slowly is told the last position of each topic, not every one."""
        if ticks:
            self.pending.update(ticks)
            self.wake.set()

    def leave(self) -> None:
        """End the stream."""
        self.over = True
        self.wake.set()


class Hub:
    """Those who listen in this process. Everything here runs on the event loop."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self.memory = Memory()
        self.position: int | None = None
        self.closed = False
        self.listeners: set[Listener] = set()
        self.by_topic: defaultdict[str, set[Listener]] = defaultdict(set)
        self.reader: Reader | None = None
        self.pulse: asyncio.Task[None] | None = None
        self.slots = itertools.cycle(range(HEARTBEAT))

    def join(self, topics: frozenset[str], since: int | None) -> Listener:
        """Let somebody listen, and tell at once what was missed after `since`."""
        listener = Listener(topics, since, next(self.slots))
        self.listeners.add(listener)
        for topic in topics:
            self.by_topic[topic].add(listener)
        if self.position is not None:
            self._catch_up(listener)
        if self.reader is None:
            self.reader = Reader(self, asyncio.get_running_loop())
            self.reader.start()
            self.pulse = asyncio.create_task(self._beat())
        self.reader.wanted.set()
        return listener

    def part(self, listener: Listener) -> None:
        """Forget somebody who has gone."""
        self.listeners.discard(listener)
        for topic in listener.topics:
            self.by_topic[topic].discard(listener)
            if not self.by_topic[topic]:
                del self.by_topic[topic]
        if not self.listeners and self.reader:
            self.reader.wanted.clear()

    def hear(self, facts: list[tuple[int, str]], floor: int, latest: int) -> None:
        """Take in sealed facts (position, topic) up to `latest`; of those up to `floor` that were not read before nothing is known."""
        before = self.position
        self.position = latest
        if before is None or floor > before:
            self.memory = Memory(floor)
        ticks: dict[str, int] = {}
        for position, topic in facts:
            ticks[topic] = ticks[EVERYTHING] = position
            self.memory.hear(topic, position)
            self.memory.hear(EVERYTHING, position)
        if before is None or floor > before:
            for listener in self.listeners:
                self._catch_up(listener, before)
            return
        for topic, position in ticks.items():
            for listener in self.by_topic.get(topic, ()):
                listener.tell({topic: position})

    def close(self) -> None:
        """End every stream and the reader, for good."""
        self.closed = True
        for listener in self.listeners:
            listener.leave()
        if self.reader:
            self.reader.stop()
            self.reader = None
        if self.pulse:
            self.pulse.cancel()
            self.pulse = None

    def _catch_up(self, listener: Listener, since: int | None = None) -> None:
        if since is None:
            since = self.position if listener.since is None else listener.since
        listener.tell(self.memory.missed(listener.topics, -1 if since is None else since))

    async def _beat(self) -> None:
        for slot in itertools.cycle(range(HEARTBEAT)):
            await asyncio.sleep(1)
            for listener in self.listeners:
                if listener.slot == slot:
                    listener.wake.set()


class Reader(threading.Thread):
    """Reads the record for the hub. A database that is away is said once and waited for."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        """Read for `hub`, which lives on `loop`."""
        super().__init__(name="live-reader", daemon=True)
        self.hub = hub
        self.loop = loop
        self.wanted = threading.Event()
        self.ended = threading.Event()

    def stop(self) -> None:
        """End the thread after its present round."""
        self.ended.set()
        self.wanted.set()

    def run(self) -> None:
        """Read round after round while somebody listens."""
        position: int | None = None
        lost = False
        while self.wanted.wait() and not self.ended.is_set():
            try:
                position = self._round(position)
            except (DatabaseError, InterfaceError):
                if not lost:
                    logger.warning("The live door cannot read the record; it goes on trying.", exc_info=True)
                lost = True
                connection.close()
                self.ended.wait(RETRY)
            else:
                if lost:
                    logger.warning("The live door reads the record again.")
                lost = False
                self.ended.wait(ROUND)
        connection.close()

    def _round(self, position: int | None) -> int:
        latest = reactions.settled_position()
        if position is not None and latest <= position:
            return position
        floor = max(latest - FACTS_REMEMBERED, -1 if position is None else position)
        facts: list[tuple[int, str]] = []
        read = floor
        while read < latest and (some := queries.topics_after(read, until=latest, limit=BATCH)):
            facts += some
            read = some[-1][0]
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and so will this thread
            self.loop.call_soon_threadsafe(self.hub.hear, facts, floor, latest)
        return latest

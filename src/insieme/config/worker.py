# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker: does what is due, seals and relays what was said, runs queued tasks.

Three threads beat beside each other - the clock, the record, the queue - so that a slow mail never holds up the
close of a call. Several workers may run at once: whatever they do is guarded by locks or conditional updates.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.crypto import get_random_string

from insieme.config import queue
from insieme.foundation import clock, periodic
from insieme.record import actions as record

#: Seconds between two looks for what is queued, said, due; and, after a fault, before another try: doubled up to the last.
LOOK = 0.2
RECORD_EVERY = 0.5
DUTIES_EVERY = 1.0
FIRST_RETRY, LAST_RETRY = 0.5, 10.0
#: So many rounds in a row in which something was done mean that something does the same thing over and over.
ENOUGH = 10_000

logger = logging.getLogger(__name__)


@dataclass
class Beat:
    """One step repeated: after a look, or, if it is `eager`, at once while it does something; after a growing pause while it fails."""

    name: str
    step: Callable[[], int]
    stopping: threading.Event
    look: float
    eager: bool = False
    fault: str = ""
    pause: float = FIRST_RETRY

    def run(self) -> None:
        """Beat until told to stop; the step in hand is finished first."""
        # The main thread only waits: a signal handler that sets an event on which its own thread waits could lock itself out.
        while not self.stopping.is_set():
            self.stopping.wait(self.once())
        connection.close()

    def once(self) -> float:
        """Do one step and return the seconds to wait before the next. A fault is said once, and so is its end."""
        close_old_connections()
        try:
            done = self.step()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the others and the next beat go on
            self._say(fault)
            connection.close()
            pause, self.pause = self.pause, min(self.pause * 2, LAST_RETRY)
            return pause
        if self.fault:
            logger.warning("The %s goes on.", self.name)
        self.fault, self.pause = "", FIRST_RETRY
        return 0.0 if done and self.eager else self.look

    def _say(self, fault: Exception) -> None:
        kind = type(fault).__name__
        if self.fault == kind:
            return
        self.fault = kind
        if isinstance(fault, DatabaseError | InterfaceError):
            logger.warning("The %s cannot use the database and goes on trying: %s", self.name, str(fault).strip())
        else:
            logger.error("The %s failed and goes on trying.", self.name, exc_info=fault)


@dataclass
class Worker:
    """One `insieme work`."""

    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Take a name that no other worker bears."""
        self.queue = queue.Queue(f"{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(8)}")

    def stop(self) -> None:
        """Finish what is in hand, then end."""
        self.stopping.set()
        self.queue.stop()

    def run(self) -> None:
        """Work until stopped."""
        beats = [
            # At its own pace even when there was something to do: a duty that always fails should not run in circles.
            Beat("clock", _duties, self.stopping, DUTIES_EVERY),
            # A step seals and relays all there is; what comes meanwhile waits for the next, which costs hardly more for many than for one.
            Beat("record", _record, self.stopping, RECORD_EVERY),
            Beat("queue", self.queue.run, self.stopping, LOOK, eager=True),
        ]
        threads = [threading.Thread(target=beat.run, name=beat.name) for beat in beats]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def run_once(self) -> list[str]:
        """Work until nothing is due, unsealed, unrelayed or queued; return what failed, in words."""
        began = clock.now()
        failed: dict[str, None] = {}
        for _ in range(ENOUGH):
            done = _record()
            turn = periodic.run(clock.now())
            failed |= dict.fromkeys(turn.failed)
            done += turn.done + self.queue.run()
            if self.stopping.is_set() or not done:
                break
        else:
            failed["something is never finished"] = None
        tasks = queue.failed_since(began)
        return [*failed, *([f"{tasks} queued tasks"] if tasks else [])]


def _duties() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # a database that is away is said once, not by each duty
    return periodic.run(clock.now()).done


def _record() -> int:
    return record.seal() + record.relay()

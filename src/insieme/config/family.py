# SPDX-License-Identifier: AGPL-3.0-or-later
"""Processes that belong together: started together, started anew when one dies, stopped together.

Each child's standard input is a pipe that the parent holds and never writes to. When the parent ends, however it ends, the pipe
closes and the child stops itself: no orphan, on any system.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

#: Seconds that children have to stop by themselves; between two starts of one that keeps dying; after which a death is a new one.
PATIENCE = 10
PAUSES = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0)
LONG_LIFE = 60

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """One verb of the program as a process."""

    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    rises_at: float = 0.0


class Family:
    """The children of one `insieme run`, or of one `insieme web` with several workers."""

    def __init__(self, *verbs: Sequence[str], keep: Sequence[int] = ()) -> None:
        """Have one child for each of `verbs` (arguments of `insieme`); `keep` are open files that they share."""
        self.children = [Child(arguments) for arguments in verbs]
        self.keep = keep
        self.stopping = False

    def run(self) -> None:
        """Start the children and watch them until SIGINT, SIGTERM or SIGHUP, then stop them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                for child in self.children:
                    self._tend(child)
                time.sleep(0.2)
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and (code := child.process.poll()) is not None:
            logger.error("insieme %s ended with %s; it is started anew.", child.arguments[0], code)
            child.falls = 0 if now - child.rises_at > LONG_LIFE else child.falls + 1
            child.rises_at = now + PAUSES[min(child.falls, len(PAUSES) - 1)]
            child.process = None
        if child.process is None and now >= child.rises_at:
            command = [sys.executable, "-m", "insieme", *child.arguments, "--with-parent"]
            # A session of its own: Ctrl-C reaches the parent alone, which then stops its children in order.
            child.process = subprocess.Popen(  # noqa: S603 - our own verbs
                command, stdin=subprocess.PIPE, pass_fds=self.keep, start_new_session=True
            )

    def _end(self) -> None:
        processes = [child.process for child in self.children if child.process is not None]
        for process in processes:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - time.monotonic()))
            process.kill()
            process.wait()


def stop_with_parent() -> None:
    """Have this process ask itself to stop when its parent has gone."""

    def watch() -> None:
        while os.read(0, 64):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the program's own clock does: rooms register it in `apps.ready()`, the worker runs it every second."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Does what is due at the given moment and returns how many things it did. Cheap when nothing is due; safe in two workers at once.
Duty = Callable[[datetime], int]

logger = logging.getLogger(__name__)
_duties: dict[str, Duty] = {}
_every: dict[str, timedelta] = {}
_next: dict[str, datetime] = {}
_failing: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one round of duties came to: things done, and the names of the duties that failed."""

    done: int
    failed: tuple[str, ...]


def register(name: str, function: Duty, *, every: timedelta | None = None) -> None:
    """Have `function` run every second under `name`, for example `offers.close_due`; or, for what is dear and can wait, more seldom."""
    if _duties.setdefault(name, function) is not function:
        msg = f"two duties are called {name!r}"
        raise ValueError(msg)
    if every:
        _every[name] = every


def run(now: datetime) -> Turn:
    """Do all that is due at `now`. A duty that fails is logged, once for each new fault, and does not stop the others."""
    done, failed = 0, []
    for name, function in _duties.items():
        if now < _next.get(name, now):
            continue
        if name in _every:
            _next[name] = now + _every[name]
        try:
            done += function(now)
        except Exception as fault:
            failed.append(name)
            if _failing.get(name) != repr(fault):
                _failing[name] = repr(fault)
                logger.exception("The duty %s failed; it is tried again when next due.", name)
        else:
            if _failing.pop(name, None):
                logger.info("The duty %s works again.", name)
    return Turn(done, tuple(failed))

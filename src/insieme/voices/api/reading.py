# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of voices the one who asks may read: decided here once, for all shapes in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from insieme.foundation.actor import Actor
from insieme.voices import access, queries
from insieme.voices.models import State, Thread, Voice
from insieme.voices.queries.waiting import ticks_of


def opened(voices: Iterable[Voice], actor: Actor, thread: Thread | None = None, *, readable: bool | None = None) -> list[Voice]:
    """The voices, each knowing whether `actor` may read it: as lists have it, unless `readable` says so; no queries."""
    found: list[Any] = list(voices)
    for each in found:
        own = access.is_author(actor, each) and each.state != State.WITHDRAWN
        each.readable = (each.state == State.SHOWN or own) if readable is None else readable
        if thread is not None:
            each.thread = thread
        opened(getattr(each, "under", []), actor, each.thread)
    return found


def in_full(ref: str, actor: Actor) -> Voice:
    """One voice with what happened to it. Refuses: `NotVisible`. Eight queries at most."""
    found = access.voice(actor, ref)
    told: Any = queries.one(found, actor)
    opened([told], actor, readable=access.may_read(actor, found))
    told.own_rewritten = found.rewritten if access.is_author(actor, found) else ""
    told.every_text = queries.versions_of(found) if told.readable else []
    told.clock, told.every_step = ticks_of(found), queries.steps_of(found)
    return told

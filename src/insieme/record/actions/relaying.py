# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offering sealed facts, in order, to the reactions that rooms have registered.

A handler's effects on the database and the move of its cursor are one transaction: they happen exactly once. What a handler
does outside of the database may happen again after a crash, so it should do nothing there: it enqueues a task instead.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from insieme.foundation import clock
from insieme.record.facts import SealedFact
from insieme.record.models import Cursor, Entry, Parked, Private

log = logging.getLogger(__name__)
Handler = Callable[[SealedFact], object]
BATCH = 500
DELAYS = tuple(timedelta(seconds=pause) for pause in (1, 5, 30, 120))


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a room does when it learns of facts of these codes."""

    name: str
    codes: frozenset[str]
    handler: Handler


class _FailedError(Exception):
    """A batch that begins with `entry` was rolled back; the cause says why."""

    def __init__(self, entry: Entry, size: int) -> None:
        self.entry, self.size = entry, size
        super().__init__()


_REACTIONS: dict[str, Reaction] = {}


def react(name: str, codes: Iterable[str], handler: Handler) -> None:
    """Have `handler` called with each sealed fact of these codes. The name keeps its place across restarts: do not change it."""
    _REACTIONS[name] = Reaction(name, frozenset(codes), handler)


def relay(now: datetime | None = None) -> int:
    """Offer every reaction the facts that it has not seen, and return how many were handled.

    A reaction that fails is tried again after a delay and holds up nobody else; after five tries the fact is parked and it goes on.
    """
    now = now or clock.now()
    handled = 0
    for reaction in list(_REACTIONS.values()):
        while done := _relay_some(reaction, now):
            handled += done
    return handled


def retry(reaction: str, position: int) -> None:
    """Offer a parked fact once more to the reaction that had failed on it; what it raises comes through."""
    with transaction.atomic():
        parked = Parked.objects.select_for_update().get(reaction=reaction, position=position, next_at=None)
        for fact in _sealed([Entry.objects.get(position=position)]):
            _REACTIONS[reaction].handler(fact)
        parked.delete()


def _relay_some(reaction: Reaction, now: datetime) -> int:
    """Handle a batch in one transaction; if it fails, smaller and smaller ones, down to the fact that does."""
    most = BATCH
    while _waiting(reaction, now):
        try:
            return _handle(reaction, most)
        except _FailedError as failure:
            if failure.size == 1:
                return _note_failure(reaction, failure, now)
            most = failure.size // 2
    return 0


def _waiting(reaction: Reaction, now: datetime) -> bool:
    """Whether there is something to offer; a look without a lock, since most of the time there is not."""
    cursor = Cursor.objects.filter(reaction=reaction.name).first()
    if cursor is None:
        Cursor.objects.bulk_create([Cursor(reaction=reaction.name)], ignore_conflicts=True)
    if Parked.objects.filter(reaction=reaction.name, next_at__gt=now).exists():
        return False
    return _entries(reaction, cursor.position if cursor else 0, 1).exists()


def _handle(reaction: Reaction, most: int) -> int:
    entries: list[Entry] = []
    try:
        with transaction.atomic():
            # Another worker may hold this cursor: it is doing this work, and we go on to the next reaction.
            cursor = Cursor.objects.select_for_update(skip_locked=True).filter(reaction=reaction.name).first()
            if cursor:
                entries = list(_entries(reaction, cursor.position, most))
            if not cursor or not entries:
                return 0
            for fact in _sealed(entries):
                reaction.handler(fact)
            Parked.objects.filter(reaction=reaction.name, next_at__isnull=False).delete()
            _move(cursor, entries[-1])
    except Exception as error:
        if not entries:
            raise  # the database's trouble, not the handler's
        raise _FailedError(entries[0], len(entries)) from error
    return len(entries)


def _move(cursor: Cursor, past: Entry) -> None:
    cursor.position = (past.position or 0) + 1
    cursor.save(update_fields=["position"])


def _note_failure(reaction: Reaction, failure: _FailedError, now: datetime) -> int:
    """Write down that a reaction failed on a fact; return 1 if it now goes on without it, 0 if it waits for another try."""
    log.error("reaction %s failed on %s", reaction.name, failure.entry, exc_info=failure.__cause__)
    position = failure.entry.position or 0
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(reaction=reaction.name)
        if cursor.position > position:
            return 1  # another worker has managed it in the meantime
        parked, _ = Parked.objects.get_or_create(reaction=reaction.name, position=position, defaults={"at": now})
        parked.next_at = now + DELAYS[parked.attempts] if parked.attempts < len(DELAYS) else None
        parked.attempts += 1
        parked.error = f"{type(failure.__cause__).__name__}: {failure.__cause__}"
        parked.save()
        if parked.next_at is None:
            _move(cursor, failure.entry)
        return int(parked.next_at is None)


def _entries(reaction: Reaction, start: int, most: int) -> QuerySet[Entry]:
    return Entry.objects.filter(code__in=reaction.codes, position__gte=start).order_by("position")[:most]


def _sealed(entries: list[Entry]) -> Iterator[SealedFact]:
    private = dict(Private.objects.filter(entry__in=[entry.pk for entry in entries]).values_list("entry_id", "payload"))
    for entry in entries:
        yield SealedFact(
            position=entry.position or 0,
            entry_id=entry.pk,
            code=entry.code,
            version=entry.version,
            about=entry.about,
            actor=entry.actor,
            at=entry.at,
            public=json.loads(entry.public),
            private=json.loads(private[entry.pk]) if entry.pk in private else None,
        )

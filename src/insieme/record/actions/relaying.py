# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offering sealed facts, in order, to the reactions that rooms have registered.

A handler's effects on the database and the move of its cursor are one transaction: they happen exactly once. What a handler
does outside of the database may happen again after a crash, so it should do nothing there: it enqueues a task instead.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, KeysView
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from insieme.foundation import clock
from insieme.record.facts import SealedFact
from insieme.record.models import Cursor, Entry, Parked
from insieme.record.queries.private import PrivateParts
from insieme.record.queries.reading import latest_position

log = logging.getLogger(__name__)
Handler = Callable[[list[SealedFact]], object]
BATCH = 500
DELAYS = tuple(timedelta(seconds=pause) for pause in (1, 5, 30, 120))


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a room does when it learns of facts of these codes; with `only_news`, of those alone that come once it is there."""

    name: str
    codes: frozenset[str]
    handler: Handler
    only_news: bool


class _FailedError(Exception):
    """A batch that begins with `entry` was rolled back; the cause says why."""

    def __init__(self, entry: Entry, size: int) -> None:
        self.entry, self.size = entry, size
        super().__init__()


_REACTIONS: dict[str, Reaction] = {}


def react(name: str, codes: Iterable[str], handler: Callable[[SealedFact], object], *, only_news: bool = False) -> None:
    """Have `handler` called with each sealed fact of these codes. The name keeps its place across restarts: do not change it.

    With `only_news`, for what is told to people: where facts were relayed before this reaction was known, it begins behind them.
    """

    def one_by_one(facts: list[SealedFact]) -> None:
        for fact in facts:
            handler(fact)

    react_to_many(name, codes, one_by_one, only_news=only_news)


def react_to_many(name: str, codes: Iterable[str], handler: Handler, *, only_news: bool = False) -> None:
    """Have `handler` called with all the facts of these codes that have come since, in order: for what can be done for many at once."""
    _REACTIONS[name] = Reaction(name, frozenset(codes), handler, only_news)


def known() -> KeysView[str]:
    """The names of all reactions."""
    return _REACTIONS.keys()


def relay(now: datetime | None = None) -> int:
    """Offer every reaction the facts that it has not seen, and return how many were handled.

    A reaction that fails is tried again after a delay and holds up nobody else; after five tries the fact is parked and it goes on.
    """
    now = now or clock.now()
    end = latest_position() + 1
    handled = 0
    for reaction in _concerned(end, now):
        while _is_behind(reaction, end) and (done := _relay_some(reaction, end, now)):
            handled += done
    return handled


def retry(reaction: str, position: int) -> None:
    """Offer a parked fact once more to the reaction that had failed on it; what it raises comes through."""
    with transaction.atomic():
        parked = Parked.objects.select_for_update().get(reaction=reaction, position=position, next_at=None)
        _REACTIONS[reaction].handler(_sealed([Entry.objects.get(position=position)]))
        parked.delete()


def _concerned(end: int, now: datetime) -> list[Reaction]:
    """The reactions that facts before `end` wait for. Those for which there is nothing among the new ones move on together."""
    at = _positions() if end else {}
    behind = {name: position for name, position in at.items() if position < end}
    if not behind:
        return []
    for name in Parked.objects.filter(reaction__in=behind, next_at__gt=now).values_list("reaction", flat=True):
        del behind[name]
    new = Entry.objects.filter(position__gte=min(behind.values(), default=end), position__lt=end).order_by("code")
    last = dict(new.values_list("code").annotate(Max("position")))
    concerned = [name for name, position in behind.items() if any(last.get(code, -1) >= position for code in _REACTIONS[name].codes)]
    idle = behind.keys() - set(concerned)
    if idle:
        Cursor.objects.filter(reaction__in=idle, position__lt=end).update(position=end)
    return [_REACTIONS[name] for name in concerned]


def _positions() -> dict[str, int]:
    """How far each reaction has come. One that is new gets its cursor: at the beginning or, if it is for news, where the others are."""
    begun = dict(Cursor.objects.values_list("reaction", "position"))
    news = max(begun.values(), default=0)
    new = {name: news if reaction.only_news else 0 for name, reaction in _REACTIONS.items() if name not in begun}
    if new:
        Cursor.objects.bulk_create((Cursor(reaction=name, position=at) for name, at in new.items()), ignore_conflicts=True)
    return {name: begun.get(name, new.get(name, 0)) for name in _REACTIONS}


def _is_behind(reaction: Reaction, end: int) -> bool:
    """A look without a lock."""
    return Cursor.objects.filter(reaction=reaction.name, position__lt=end).exists()


def _relay_some(reaction: Reaction, end: int, now: datetime) -> int:
    """Handle a batch in one transaction; if it fails, smaller and smaller ones, down to the fact that does."""
    most = BATCH
    while True:
        try:
            return _handle(reaction, end, most)
        except _FailedError as failure:
            if failure.size == 1:
                return _note_failure(reaction, failure, now)
            most = failure.size // 2


def _handle(reaction: Reaction, end: int, most: int) -> int:
    entries: list[Entry] = []
    try:
        with transaction.atomic():
            # Another worker may hold this cursor: it is doing this work, and we go on to the next reaction.
            cursor = Cursor.objects.select_for_update(skip_locked=True).filter(reaction=reaction.name, position__lt=end).first()
            if cursor is None:
                return 0
            entries = list(_entries(reaction, cursor.position, end, most))
            if entries:
                reaction.handler(_sealed(entries))
                Parked.objects.filter(reaction=reaction.name, next_at__isnull=False).delete()
            _move(cursor, (entries[-1].position or 0) + 1 if len(entries) == most else end)
    except Exception as error:
        if not entries:
            raise  # the database's trouble, not the handler's
        raise _FailedError(entries[0], len(entries)) from error
    return len(entries)


def _move(cursor: Cursor, position: int) -> None:
    cursor.position = position
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
            _move(cursor, position + 1)
        return int(parked.next_at is None)


def _entries(reaction: Reaction, start: int, end: int, most: int) -> QuerySet[Entry]:
    return Entry.objects.filter(code__in=reaction.codes, position__gte=start, position__lt=end).order_by("position")[:most]


def _sealed(entries: list[Entry]) -> list[SealedFact]:
    parts = PrivateParts([entry.pk for entry in entries])
    return [
        SealedFact(
            position=entry.position or 0,
            entry_id=entry.pk,
            code=entry.code,
            version=entry.version,
            about=entry.about,
            actor=entry.actor,
            at=entry.at,
            public=json.loads(entry.public),
            parts=parts,
        )
        for entry in entries
    ]

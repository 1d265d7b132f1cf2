# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doing once what is asked twice: the answer is kept in the transaction of the change itself.

Either both are there or neither, whatever dies in between: a request that is sent again finds its answer, or nothing done.
Of two that arrive together the second waits for the first (PostgreSQL: at the unique key; SQLite: one writes at a time).
What takes long is therefore done before a turn begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.people import access
from insieme.people.models import KeptAnswer

KEPT = timedelta(hours=24)
REFUSED = 400


class KeyUsed(Invalid):
    """The key stands for another request."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__({"Idempotency-Key": _("This key was used for another request in the last 24 hours: take a new one.")})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `again` says that it was kept from the first time."""

    status: int
    headers: dict[str, str]
    body: str
    again: bool = False


class Turn:
    """What happens while nothing equal can: `kept` is the answer that stands from before; without one, `keep` the one that is made now."""

    def __init__(self, row: KeptAnswer) -> None:
        self._row = row
        self.kept: Answer | None = None
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            self.kept = _kept(KeptAnswer.objects.get(person_id=row.person_id, key=row.key), row.asked)

    def keep(self, answer: Answer) -> None:
        """Keep what was answered. A refusal changes nothing and is not kept: what was mended may be sent with the same key."""
        if answer.status >= REFUSED:
            transaction.set_rollback(True)
            return
        self._row.status, self._row.headers, self._row.body = answer.status, answer.headers, answer.body
        self._row.save(update_fields=["status", "headers", "body"])


@contextmanager
def once(key: str, *, by: Actor, asked: str, now: datetime) -> Iterator[Turn]:
    """Let one request change and answer at a time; the same key with the same request again finds the kept answer for 24 hours.

    Refuses: `SignInFirst`; `KeyUsed` where the key stands for another request.
    """
    with transaction.atomic():
        person = access.me(by)
        KeptAnswer.objects.filter(person=person, key=key, at__lte=now - KEPT).delete()
        yield Turn(KeptAnswer(person=person, key=key, asked=asked, at=now))


def known_answer(key: str, *, by: Actor, asked: str, now: datetime) -> Answer | None:
    """The answer that is kept for this key, found without a lock. Refuses: `SignInFirst`, `KeyUsed`."""
    row = KeptAnswer.objects.filter(person=access.me(by), key=key, at__gt=now - KEPT).first()
    return _kept(row, asked) if row else None


def forget_answers(*, now: datetime) -> int:
    """Forget the answers that were kept long enough; return how many."""
    return KeptAnswer.objects.filter(at__lte=now - KEPT).delete()[0]


def _kept(row: KeptAnswer, asked: str) -> Answer:
    if row.asked != asked:
        raise KeyUsed
    return Answer(row.status, row.headers, row.body, again=True)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doing once what is asked twice: the answer is kept in the transaction of the change itself.

Either both are there or neither, whatever dies in between: a request that is sent again finds its answer, or nothing done.
Of two that arrive together the second waits for the first (PostgreSQL: at the unique key; SQLite: one writes at a time).
"""

from __future__ import annotations

from collections.abc import Callable
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


def once(key: str, *, by: Actor, asked: str, do: Callable[[], Answer], now: datetime) -> Answer:
    """Have `do` change and answer; the same key with the same request again gives the kept answer for 24 hours.

    A refusal changes nothing and is not kept: what was mended may be sent with the same key.
    Refuses: `SignInFirst`; `KeyUsed` where the key stands for another request.
    """
    with transaction.atomic():
        person = access.me(by)
        KeptAnswer.objects.filter(person=person, key=key, at__lte=now - KEPT).delete()
        row = KeptAnswer(person=person, key=key, asked=asked, at=now)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return _kept(KeptAnswer.objects.get(person=person, key=key), asked)
        answer = do()
        if answer.status >= REFUSED:
            transaction.set_rollback(True)
            return answer
        row.status, row.headers, row.body = answer.status, answer.headers, answer.body
        row.save(update_fields=["status", "headers", "body"])
        return answer


def forget_answers(*, now: datetime) -> int:
    """Forget the answers that were kept long enough; return how many."""
    return KeptAnswer.objects.filter(at__lte=now - KEPT).delete()[0]


def _kept(row: KeptAnswer, asked: str) -> Answer:
    if row.asked != asked:
        raise KeyUsed
    return Answer(row.status, row.headers, row.body, again=True)

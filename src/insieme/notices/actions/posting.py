# SPDX-License-Identifier: AGPL-3.0-or-later
"""What becomes of letters: each is on its way before it is sent, so that a crash in between sends none twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from insieme.foundation.letters import Verdict, next_try
from insieme.notices.models import BouncedAddress, Letter, LetterState, Notice

#: Whoever has begun with a batch has sent it by then, or never will: the task failed, and nobody runs it again.
FORGOTTEN = timedelta(hours=1)
REASON_LENGTH = 240
#: Written out: one of each for every letter, and composing them would cost more than all else that is done for it here.
_SENT = "UPDATE notices_letter SET state = 'sent', sent_at = %s, message_id = %s WHERE id = %s"
_SENDING = "UPDATE notices_letter SET state = 'sending' WHERE id = %s AND state = 'taken'"


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of one attempt to send a letter to an address."""

    letter: Letter
    email: str
    verdict: Verdict
    at: datetime
    message_id: str = ""
    reason: str = ""


def take_up(claim: str, *, now: datetime) -> None:
    """A worker begins with this batch: for each of its letters this is a try. Again, after a crash, changes nothing."""
    begun = {"state": LetterState.TAKEN, "tries": F("tries") + 1, "try_at": now + FORGOTTEN}
    Letter.objects.filter(claim=claim, state=LetterState.QUEUED).update(**begun)


def begin(letter: Letter, *, after: Posted | None) -> bool:
    """Say, in one commit, what became of the letter before this one and that this one is on its way; whether it still was to be sent.

    A letter of which it is said that it is on its way, and never what became of it, was cut off: it is not sent again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if after is None or after.verdict is not Verdict.SENT:
            _settle(after)
        else:
            cursor.execute(_SENT, [connection.ops.adapt_datetimefield_value(after.at), after.message_id, after.letter.pk])
        cursor.execute(_SENDING, [letter.pk])
        return bool(cursor.rowcount == 1)


@transaction.atomic
def finish(claim: str, *, after: Posted | None, now: datetime) -> None:
    """Say what became of the last letter of a batch, and of all that they told that it was mailed."""
    _settle(after)
    Notice.objects.filter(letter__claim=claim, letter__state=LetterState.SENT, mailed_at=None).update(mailed_at=now)


def cut_off(claim: str) -> int:
    """Give up the letter of a batch that was on its way when the program was cut off: nobody knows whether it left. Return how many."""
    return Letter.objects.filter(claim=claim, state=LetterState.SENDING).update(state=LetterState.UNCERTAIN)


def needless(letters: list[int]) -> None:
    """These letters have nothing to tell any more, or nobody to tell it to."""
    Letter.objects.filter(pk__in=letters, state=LetterState.TAKEN).update(state=LetterState.NEEDLESS)


@transaction.atomic
def try_later(claim: str, *, now: datetime) -> None:
    """There is no way to the mail server: the whole batch waits."""
    for letter in Letter.objects.select_for_update().filter(claim=claim, state=LetterState.TAKEN).order_by("pk"):
        _wait(letter, now)


def bounce(email: str, *, reason: str, now: datetime, message_id: str = "") -> None:
    """Never write to this address again, unless its owner says that it works. Again changes nothing."""
    bounced = BouncedAddress(email=email.lower(), reason=reason[:REASON_LENGTH], at=now)
    BouncedAddress.objects.bulk_create([bounced], ignore_conflicts=True)
    if message_id:
        Letter.objects.filter(message_id=message_id).update(state=LetterState.BOUNCED)


def _settle(posted: Posted | None) -> None:
    if posted is None:
        return
    letter, now = posted.letter, posted.at
    if posted.verdict is Verdict.SENT:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=now, message_id=posted.message_id)
    elif posted.verdict is Verdict.LATER:
        _wait(letter, now)
    else:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.BOUNCED)
        bounce(posted.email, reason=posted.reason, now=now)


def _wait(letter: Letter, now: datetime) -> None:
    due = next_try(letter.tries, now)
    state = LetterState.WAITING if due else LetterState.GIVEN_UP
    Letter.objects.filter(pk=letter.pk).update(state=state, try_at=due)

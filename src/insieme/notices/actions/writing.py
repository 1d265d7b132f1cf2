# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making letters of what is to be told, batch by batch: each belongs to one batch before the first of it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from insieme.foundation.ids import new_ref
from insieme.foundation.letters import next_try
from insieme.notices.models import Choice, Letter, LetterState, Notice, Reader
from insieme.notices.queries.letters import something_is_due

#: Letters that share one connection to the mail server.
BATCH = 100
#: After so long a batch that nobody has begun is queued once more, for its task may be lost. Longer than it takes until the task of a
#: worker that died is run again by itself. If it only waits behind others, as while the mail server is slow, the second task finds it done.
LOST = timedelta(minutes=30)
HandOver = Callable[[str], object]


def hand_over_letters(*, to: HandOver, now: datetime) -> int:
    """Make the letters that are due and give `to` the name of each batch, which is kept together with it; return how many letters."""
    # Looking first costs some reads; beginning costs, on SQLite, the lock of all writers.
    if not something_is_due(now):
        return 0
    return sum(_all(gather, to, now) for gather in (_at_once, _digests, _again))


@transaction.atomic
def hand_over_forgotten(*, to: HandOver, now: datetime) -> int:
    """Queue again the batches that nobody has begun, and the letters of those that broke off before it was their turn; return how many.

    None that was on its way is among them. What was not begun keeps its name and so its turn: whichever task comes first sends it.
    """
    return _not_begun(to, now) + _broken_off(to, now)


def _not_begun(to: HandOver, now: datetime) -> int:
    left = Letter.objects.filter(state=LetterState.QUEUED, try_at__lte=now)
    done = 0
    for claim in left.order_by("claim").values_list("claim", flat=True).distinct()[:BATCH]:
        # Asked again for each: another worker's clock may have been quicker.
        queued = left.filter(claim=claim).update(try_at=now + LOST)
        if queued:
            to(claim)
        done += queued
    return done


def _broken_off(to: HandOver, now: datetime) -> int:
    """Each goes by itself, for one of them may be what broke its batch, and is given up after as many tries as any letter.

    That it waited in the queue is no try. Without an hour are letters from before it was kept.
    """
    left = Letter.objects.filter(Q(try_at__lte=now) | Q(try_at=None), state=LetterState.TAKEN)
    broken = list(left.select_for_update(skip_locked=True).order_by("try_at", "pk")[:BATCH])
    for letter in broken:
        if next_try(letter.tries, now) is None:
            letter.state, letter.try_at = LetterState.GIVEN_UP, None
        else:
            letter.state, letter.claim, letter.try_at = LetterState.QUEUED, new_ref(), now + LOST
            to(letter.claim)
    Letter.objects.bulk_update(broken, ["state", "claim", "try_at"])
    return len(broken)


def _all(gather: Callable[[HandOver, datetime], int], to: HandOver, now: datetime) -> int:
    done = 0
    while some := gather(to, now):
        done += some
    return done


@transaction.atomic
def _at_once(to: HandOver, now: datetime) -> int:
    """What a person is to be told at once at the same time stands in one letter."""
    rows = Notice.objects.select_for_update(skip_locked=True).filter(to_mail=True).order_by("pk")[:BATCH]
    waiting = dict(rows.values_list("pk", "person_id"))
    return _letters(waiting.values(), list(waiting), to, now) if waiting else 0


@transaction.atomic
def _digests(to: HandOver, now: datetime) -> int:
    """Only of what was told since a reader was last here. Whoever has nothing to read gets no letter, and waits for what comes."""
    held = Reader.objects.select_for_update(skip_locked=True).filter(digest_at__lte=now).order_by("digest_at", "pk")[:BATCH]
    here = dict(held.values_list("person_id", "here_at"))
    waiting = Notice.objects.filter(person_id__in=here, choice=Choice.DIGEST, letter=None, seen_at=None)
    missed = {}
    for pk, person_id, at in waiting.values_list("pk", "person_id", "at"):
        last = here[person_id]
        if last is None or last < at:
            missed[pk] = person_id
    if missed:
        _letters(missed.values(), list(missed), to, now, is_digest=True)
    Reader.objects.filter(person_id__in=here).update(digest_at=None)
    return len(here)


@transaction.atomic
def _again(to: HandOver, now: datetime) -> int:
    rows = Letter.objects.select_for_update(skip_locked=True).filter(state=LetterState.WAITING, try_at__lte=now)
    due = list(rows.order_by("try_at", "pk").values_list("pk", flat=True)[:BATCH])
    if due:
        claim = new_ref()
        Letter.objects.filter(pk__in=due).update(state=LetterState.QUEUED, claim=claim, try_at=now + LOST)
        to(claim)
    return len(due)


def _letters(people: Iterable[int], notices: list[int], to: HandOver, now: datetime, *, is_digest: bool = False) -> int:
    claim, addressed = new_ref(), sorted(set(people))
    queued = {"state": LetterState.QUEUED, "claim": claim, "try_at": now + LOST}
    made = (Letter(person_id=person, is_digest=is_digest, **queued) for person in addressed)
    Letter.objects.bulk_create(made)
    theirs = Letter.objects.filter(claim=claim, person_id=OuterRef("person_id")).values("pk")
    Notice.objects.filter(pk__in=notices).update(letter_id=Subquery(theirs), to_mail=False)
    to(claim)
    return len(addressed)

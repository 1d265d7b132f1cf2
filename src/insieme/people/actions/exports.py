# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking along everything about oneself: asked for, made in the background, kept for a week, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.people import access
from insieme.people.models import Export
from insieme.people.rules import EXPORT_LASTS, EXPORT_PATIENCE, belongings


def ask_for_export(*, by: Actor, now: datetime) -> Export:
    """Have everything about the acting person gathered anew. One that is being made is left alone; one that is ready makes room.

    Refuses: `SignInFirst`.
    """
    with transaction.atomic():
        person = access.me(by, lock=True)
        making = Export.objects.filter(person=person, ready_at=None, ends_at__gt=now).first()
        if making:
            return making
        Export.objects.filter(person=person).delete()
        ends_at = now + EXPORT_LASTS
        return Export.objects.create(person=person, asked_at=now, make_at=now, total=len(belongings()), ends_at=ends_at)


def hand_over_exports(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the exports that are to be made; return how many. One that is not ready an hour later is made anew."""
    wanted = Export.objects.filter(make_at__lte=now)
    if not wanted.exists():
        return 0
    with transaction.atomic():
        refs = [export.ref for export in wanted.select_for_update(skip_locked=True)]
        Export.objects.filter(ref__in=refs).update(make_at=now + EXPORT_PATIENCE, done=0)
        for ref in refs:
            to(ref)
    return len(refs)


def note_progress(ref: str, done: int) -> None:
    """Note how many rooms have given theirs."""
    Export.objects.filter(ref=ref).update(done=done)


@transaction.atomic
def finish_export(ref: str, *, size: int, tell: Callable[[int], object], now: datetime) -> bool:
    """Note that the file of `size` bytes lies ready, for a week from now; return whether it is still wanted, and was not ready before.

    Then `tell` is given its person: what it hands over is kept together with the note, so that no letter is lost.
    """
    waiting = Export.objects.select_for_update().filter(ref=ref, ready_at=None).first()
    if waiting is None:
        return False
    Export.objects.filter(pk=waiting.pk).update(size=size, ready_at=now, make_at=None, ends_at=now + EXPORT_LASTS)
    tell(waiting.person_id)
    return True


def forget_exports(kept: Collection[str], *, now: datetime) -> list[str]:
    """Forget the exports that have ended; of the files named `kept` (references), return those that nobody waits for any more."""
    Export.objects.filter(ends_at__lte=now).delete()
    return sorted(set(kept) - set(Export.objects.filter(ref__in=kept).values_list("ref", flat=True)))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having seen what one was told, and being here at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from insieme.foundation.actor import Actor
from insieme.notices import access
from insieme.notices.models import Notice, Reader
from insieme.notices.queries.counting import unseen_of


def see(ref: str, *, by: Actor, now: datetime) -> Notice:
    """Mark a notice of the actor as seen. Again changes nothing. Refuses: `SignInFirst`, `NotVisible`."""
    found = access.notice(by, ref)
    if found.seen_at is None:
        found.seen_at = now
        _see(access.me(by), Q(pk=found.pk), now)
    return found


def see_all(*, by: Actor, now: datetime) -> int:
    """Mark all notices of the actor as seen; return how many were not. Refuses: `SignInFirst`."""
    return _see(access.me(by), Q(), now)


def see_at(address: str, *, by: Actor, now: datetime) -> int:
    """Mark as seen what leads the actor to the page at this address and was told until `now`; return how many. Refuses: `SignInFirst`.

    Where the address has a query, what leads to the page without one is meant, too.
    """
    bare = address.partition("?")[0]
    person, here = access.me(by), Q(path__in={address, bare}) | Q(path__startswith=f"{bare}#")
    led = here & Q(at__lte=now)
    # Looking first costs a read; beginning costs, on SQLite, the lock of all writers.
    return _see(person, led, now) if Notice.objects.filter(led, person_id=person, seen_at=None).exists() else 0


def be_here(*, by: Actor, now: datetime) -> None:
    """Note that the actor looks at pages, so that no digest tells what they could see there. Refuses: `SignInFirst`."""
    Reader.objects.filter(person_id=access.me(by)).update(here_at=now)


@transaction.atomic
def _see(person_id: int, which: Q, now: datetime) -> int:
    reader = Reader.objects.filter(person_id=person_id)
    list(reader.select_for_update().values_list("pk"))
    still = Q(to_mail=True, even_if_seen=True)
    changed = Notice.objects.filter(which, person_id=person_id, seen_at=None).update(seen_at=now, to_mail=still)
    reader.update(unseen=unseen_of(), here_at=now)
    return changed

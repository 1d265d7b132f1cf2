# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links by which people bring others to a call: made, revoked, counted. Nothing is kept of who came; nothing is said in the record."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers import access
from insieme.offers.models import Call, InvitationLink
from insieme.people.access import me


def make_link(slug: str, *, by: Actor, now: datetime) -> InvitationLink:
    """A link of one's own to the call. Again gives the same one.

    Refuses: what `access.call` refuses; `SignInFirst`.
    """
    call, person = access.call(by, slug), me(by)
    try:
        with transaction.atomic():
            return InvitationLink.objects.get_or_create(call=call, person=person, revoked_at=None, defaults={"created_at": now})[0]
    except IntegrityError:
        return InvitationLink.objects.get(call=call, person=person, revoked_at=None)


@transaction.atomic
def revoke_link(slug: str, code: str, *, by: Actor, now: datetime) -> None:
    """Let one's own link lead nowhere from now on. Again changes nothing. Refuses: `NotVisible` for anybody else's."""
    rows = InvitationLink.objects.filter(call__slug=slug, code=code, person_id=me(by).pk)
    if not rows.exists():
        raise NotVisible
    rows.filter(revoked_at=None).update(revoked_at=now)


def follow_link(code: str) -> Call:
    """The call to which a link leads; counts the visit. Refuses: `NotVisible` where it was revoked."""
    link = InvitationLink.objects.select_related("call").filter(code=code, revoked_at=None, call__published_at__isnull=False).first()
    if link is None:
        raise NotVisible
    InvitationLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1)
    return link.call


def count_pledge(code: str, call: Call) -> int:
    """Count a first pledge that came through this link, if it stands and leads to this call; return how many were counted."""
    return InvitationLink.objects.filter(code=code, call_id=call.pk, revoked_at=None).update(pledges=F("pledges") + 1)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding what somebody was asked: to promote a call too, to answer it."""

from __future__ import annotations

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers.models import CompanyInvitation, CoPromoter
from insieme.people.access import SignInFirst, may_act_for


def co_promoter(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> CoPromoter:
    """The question to promote a call too, if it is `actor`'s to answer: also about a draft, which whoever was asked may read.

    Refuses: `SignInFirst`; `NotVisible` to everybody else.
    """
    if actor.person_id is None:
        raise SignInFirst
    if lock:
        locks.exclusive(f"call:{slug}")
    found = CoPromoter.objects.select_related("call").filter(call__slug=slug, ref=ref).first()
    if found is None:
        raise NotVisible
    theirs = may_act_for(actor, found.organisation_id) if found.organisation_id else found.person_id == actor.person_id
    if not theirs:
        raise NotVisible
    return found


def company_invitation(slug: str, key: str, *, lock: bool = False) -> CompanyInvitation:
    """The invitation of a company to whoever has its key, with its call. Refuses: `NotVisible`."""
    if lock:
        locks.exclusive(f"call:{slug}")
    rows = CompanyInvitation.objects.select_related("call", "invited_by").filter(call__published_at__isnull=False)
    found = rows.filter(call__slug=slug, key=key).first()
    if found is None:
        raise NotVisible
    return found

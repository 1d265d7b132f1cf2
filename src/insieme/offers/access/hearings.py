# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding who asked to be heard, through the one who asks."""

from __future__ import annotations

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible
from insieme.offers.access.calls import call, promotes
from insieme.offers.models import Hearing
from insieme.people.access import SignInFirst, may_act_for


def hearing(actor: Actor, slug: str, ref: str, *, to_answer: bool = False, lock: bool = False) -> Hearing:
    """The wish to be heard, with its call and organisation, for those who promote the call and those who act for who asks.

    Only the former answer it. Refuses: `SignInFirst`; `NotVisible` to everybody else; `Denied` to answer oneself.
    """
    if actor.person_id is None and not actor.is_system:
        raise SignInFirst
    whole = call(actor, slug, lock=lock)
    found = Hearing.objects.select_related("organisation").filter(call_id=whole.pk, ref=ref).first()
    if found is None:
        raise NotVisible
    answers = actor.is_system or promotes(actor, whole)
    if not answers and not may_act_for(actor, found.organisation_id):
        raise NotVisible
    if to_answer and not answers:
        raise Denied
    found.call = whole
    return found

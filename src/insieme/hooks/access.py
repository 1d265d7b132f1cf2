# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding hooks through the one who asks: one's own, and those of the organisations that one manages."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.hooks.models import Delivery, Hook
from insieme.people.access import SignInFirst, organisations_of


def visible_to(actor: Actor) -> QuerySet[Hook]:
    """The hooks of `actor` and of the organisations for which they may act. Refuses: `SignInFirst`."""
    if actor.person_id is None:
        raise SignInFirst
    managed = [organisation.pk for organisation in organisations_of(actor)]
    return Hook.objects.filter(Q(person_id=actor.person_id) | Q(organisation_id__in=managed))


def hook(actor: Actor, ref: str, *, lock: bool = False) -> Hook:
    """The hook, if it is the actor's to look at and to change. Refuses: `SignInFirst`, `NotVisible`."""
    rows = visible_to(actor).filter(ref=ref)
    found = (rows.select_for_update(of=("self",)) if lock else rows.select_related("organisation")).first()
    if found is None:
        raise NotVisible
    return found


def delivery(actor: Actor, hook_ref: str, ref: str, *, lock: bool = False) -> Delivery:
    """A delivery of a hook that is the actor's. Refuses: `SignInFirst`, `NotVisible`."""
    owner = hook(actor, hook_ref, lock=lock)
    found = Delivery.objects.filter(hook=owner, ref=ref).first()
    if found is None:
        raise NotVisible
    found.hook = owner
    return found

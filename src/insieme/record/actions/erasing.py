# SPDX-License-Identifier: AGPL-3.0-or-later
"""Removing private parts. The digests stay in the record, which therefore still verifies, and nothing ties them to anybody."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from insieme.foundation.actor import Actor
from insieme.record.actions.saying import say
from insieme.record.facts import Erased
from insieme.record.models import Named, Private


def erase(topic: str, *, by: Actor) -> int:
    """Remove the private part and the salt of every entry that is about `topic`, or done by the person it stands for; return how many.

    Also of what others did and that names this person. A part goes whole, with all whom it names: its digest is of the whole.
    Says: `Erased`, where there was something to remove.
    """
    with transaction.atomic():
        naming = Named.objects.filter(person=topic).values("private_id")
        removed = Private.objects.filter(Q(actor=topic) | Q(entry__about=topic) | Q(pk__in=naming)).delete()[1]
        parts = removed.get(Private._meta.label, 0)
        if parts:
            # Whoever asks to be forgotten is not remembered for having asked.
            say(Erased(parts=parts), about="record", by=Actor.system("record") if by.name == topic else by)
        return parts

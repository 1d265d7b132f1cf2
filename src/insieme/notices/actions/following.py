# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following a topic, and no longer. What somebody follows is nobody else's business: the record says nothing of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.notices import access
from insieme.notices.models import Choice, Follow, Setting
from insieme.notices.queries import Thing, things


@transaction.atomic
def follow(topic: str, *, by: Actor, now: datetime) -> Thing:
    """Have the actor told what happens about a topic that everybody may see. Again changes nothing.

    Whoever had said that they want to hear nothing of it wants to again. Refuses: `SignInFirst`, `NotVisible`.
    """
    person_id = access.me(by)
    thing = things([topic]).get(topic)
    if thing is None:
        raise NotVisible
    Follow.objects.bulk_create([Follow(person_id=person_id, topic=topic, since=now)], ignore_conflicts=True)
    Setting.objects.filter(person_id=person_id, topic=topic, choice=Choice.NEVER).delete()
    return thing


@transaction.atomic
def unfollow(topic: str, *, by: Actor) -> bool:
    """Stop following a topic; return whether the actor did. What was chosen for it is forgotten. Refuses: `SignInFirst`."""
    person_id = access.me(by)
    Setting.objects.filter(person_id=person_id, topic=topic).delete()
    return Follow.objects.filter(person_id=person_id, topic=topic).delete()[0] > 0

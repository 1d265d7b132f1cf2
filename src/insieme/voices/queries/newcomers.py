# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is known to the house: for rooms that keep words of their own, which wait as long as voices of the same person would."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from insieme.foundation.actor import Actor
from insieme.people.access import me
from insieme.voices.models import Voice
from insieme.voices.rules.newcomers import FIRST_TIME, FIRST_VOICES, is_newcomer


def by_known_people(person: str, now: datetime) -> Q:
    """What keeps of a room's own rows those whose `person` is no newcomer any more, by the rule that holds for voices. Adds no query."""
    enough = Voice.objects.shown().filter(author_id=OuterRef(f"{person}_id"))[FIRST_VOICES - 1 :]
    return Q(Exists(enough)) & Q(**{f"{person}__joined_at__lte": now - FIRST_TIME})


def still_new(actor: Actor, now: datetime) -> bool:
    """Whether a voice of this person would wait for a moderator. Two queries. Refuses: `SignInFirst`."""
    person = me(actor)
    return is_newcomer(shown=Voice.objects.filter(author=person).shown().count(), joined_at=person.joined_at, now=now)

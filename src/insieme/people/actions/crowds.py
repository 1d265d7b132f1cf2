# SPDX-License-Identifier: AGPL-3.0-or-later
"""Demo people by the hundred, for the demo world and for trials: nobody can sign in as them, and no mail reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied
from insieme.people.models import Person


@dataclass(frozen=True, slots=True)
class Extra:
    """One of a crowd: an address that only tells them apart, a name, perhaps where they live."""

    email: str
    name: str
    place_id: int | None = None


@transaction.atomic
def enrol_crowd(crowd: Sequence[Extra], *, by: Actor) -> list[Person]:
    """Return a demo person for each, in the same order; those whose address is here already stay as they are. Two queries.

    Refuses: `Denied` to everybody but the program itself.
    """
    if not by.is_system:
        raise Denied
    locked = make_password(None)
    rows = [Person(email=one.email, name=one.name, place_id=one.place_id, password=locked) for one in crowd]
    Person.objects.bulk_create(rows, ignore_conflicts=True)
    found = {person.email: person for person in Person.objects.filter(email__in=[one.email for one in crowd])}
    return [found[one.email] for one in crowd]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persons by id, reference, handle and address; and whom a mail may reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from insieme.foundation.errors import NotVisible
from insieme.foundation.prepared import Prepared
from insieme.people.models import Person, Place, Profile

#: Asked for by every pledge.
_PLACE_OF = Prepared(lambda person: Place.objects.filter(pk__in=Person.objects.filter(pk=person).values("place_id")), values=1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where to write to a person, and in which language."""

    person_id: int
    email: str
    name: str
    language: str


def person_names(ids: Iterable[int]) -> dict[int, str]:
    """The names by which these persons want to be known. One query."""
    return {pk: str(person) for pk, person in Person.objects.only("name", "handle").in_bulk(set(ids)).items()}


def among(people: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Person]:
    """Those of these persons whose account is open, for whoever has more to ask of them: there may be many, so they may be a query."""
    return Person.objects.filter(pk__in=people if isinstance(people, QuerySet) else set(people), is_active=True)


def caring_for(interest: str, *, near: Place | None) -> QuerySet[Profile, Any]:
    """The ids of those who care for something, by the names of `rules.INTERESTS`, as a query, since there may be many.

    Where a place is told: those who live there, or in its province.
    """
    # The list as it is written: SQLite cannot ask whether a list holds something.
    found = Profile.objects.annotate(written=Cast("interests", TextField())).filter(written__contains=f'"{interest}"')
    if near is not None:
        there = Q(person__place=near)
        found = found.filter(there | Q(person__place__province=near.province) if near.province else there)
    return found.values("person_id")


def place_code_of(person_id: int | None) -> str:
    """The code of the place where this person lives; empty where they have not said. One query."""
    found = _PLACE_OF.first(person_id)
    return found.code if found else ""


def persons_by_ref(refs: Iterable[str]) -> dict[str, Person]:
    """The persons with these references. One query."""
    return {person.ref: person for person in Person.objects.filter(ref__in=set(refs))}


def persons_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """The persons with these ids. One query; none for none."""
    wanted = set(ids)
    return Person.objects.in_bulk(wanted) if wanted else {}


def person_by_handle(handle: str) -> Person:
    """The person with this handle, with their place. One query.

    Refuses: `NotVisible`.
    """
    found = Person.objects.select_related("place").filter(handle=handle.lower(), is_active=True).first()
    if found is None:
        raise NotVisible
    return found


def handles_among(names: Iterable[str]) -> set[str]:
    """Those of these names that are somebody's handle. One query."""
    found = Person.objects.filter(handle__in=set(names), is_active=True).values_list("handle", flat=True)
    return {handle for handle in found if handle}


def persons_by_handle(handles: Iterable[str]) -> list[Person]:
    """The persons with these handles. One query."""
    return list(Person.objects.filter(handle__in=set(handles), is_active=True))


def moderators() -> list[int]:
    """The ids of those who look after what people say here. One query."""
    return list(Person.objects.filter(is_moderator=True, is_active=True).order_by("pk").values_list("pk", flat=True))


def operators() -> list[int]:
    """The ids of those who run the installation, who may moderate too. One query."""
    return list(Person.objects.filter(is_superuser=True, is_active=True).order_by("pk").values_list("pk", flat=True))


def person_at(email: str) -> Person | None:
    """The person who has confirmed this address. One query."""
    confirmed = EmailAddress.objects.filter(email=email.lower(), verified=True).values("user_id")
    return Person.objects.filter(pk__in=confirmed, is_active=True).first()


def recipients(ids: Iterable[int]) -> list[Recipient]:
    """Those of these persons who have a confirmed address, in order of id. One query."""
    reachable = confirmed_addresses().filter(user_id__in=set(ids), user__is_active=True).order_by("user_id")
    return [Recipient(*row) for row in reachable.values_list("user_id", "email", "user__name", "user__language")]


def confirmed_addresses() -> QuerySet[EmailAddress]:
    """The addresses to which mails go, for whoever has more to ask of them."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(primary=True, verified=True)
    return found

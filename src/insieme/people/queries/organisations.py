# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations, who works for them, and what the reader has to do with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.foundation.prepared import PreparedIn
from insieme.people.access import PUBLIC_ROLES
from insieme.people.models import Organisation, Place, Relation, RelationKind, Role, RoleKind
from insieme.people.rules import folded_name, one_line

PAGE = 24
#: Fewer letters than this stand in too many names.
LEAST_TYPED = 2
#: The twelve relations and their words.
RELATIONS = dict(RelationKind.choices)
#: Relations by which somebody earns with an organisation.
OF_WORK = (RelationKind.EMPLOYEE, RelationKind.CONSULTANT, RelationKind.PARTNER, RelationKind.SUPPLIER, RelationKind.RESELLER)
#: Asked for by every page that names who promotes a call or makes an offer.
_BY_ID = PreparedIn(lambda ids: Organisation.objects.filter(pk__in=ids).select_related("place"))


@dataclass(frozen=True, slots=True)
class Page:
    """Some organisations, and the key from which the next page goes on; empty on the last."""

    organisations: list[Organisation]
    after: str


def organisation(slug: str) -> Organisation:
    """The organisation at this address, with its place. One query.

    Refuses: `NotVisible`.
    """
    found = Organisation.objects.select_related("place").filter(slug=slug).first()
    if found is None:
        raise NotVisible
    return found


def organisations_by_id(ids: Iterable[int]) -> dict[int, Organisation]:
    """The organisations with these ids, with their places. One query."""
    return {each.pk: each for each in _BY_ID.rows(ids)}


def names_of(slugs: Collection[str]) -> dict[str, str]:
    """The names of the organisations at these addresses. One query."""
    return dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "name"))


def organisations_called(said: Iterable[str]) -> Mapping[str, Organisation]:
    """The organisations that go by these names or stand at these addresses, by what was said. One query; none for nothing said."""
    wanted = {text: text.strip() for text in said if text.strip()}
    if not wanted:
        return {}
    same = {folded_name(text) for text in wanted.values()}
    found = list(Organisation.objects.filter(Q(folded__in=same) | Q(slug__in={text.lower() for text in wanted.values()})).order_by("-pk"))
    # Compared here and not by the database, which may know no capitals with accents. Of two with one name the older one; who means the
    # other one writes its address.
    named, there = {_called(each.name): each for each in found}, {each.slug: each for each in found}
    meant = {text: there.get(bare.lower()) or named.get(_called(bare)) for text, bare in wanted.items()}
    return {text: each for text, each in meant.items() if each}


def names_with(typed: str, *, limit: int) -> list[str]:
    """The names in which this was typed, in alphabetical order; none for less than two letters. One query.

    Case, accents and signs do not matter.
    """
    said = folded_name(typed)
    if len(said) < LEAST_TYPED:
        return []
    return list(Organisation.objects.filter(folded__contains=said).order_by("name", "pk").values_list("name", flat=True)[:limit])


def namesake(name: str, *, by: Actor) -> str:
    """The name of an organisation that is called the same but for case, accents, spaces and signs, and is not the actor's own; else empty.

    One query.
    """
    own = Role.objects.filter(person_id=by.person_id or 0, kind=RoleKind.OWNER).values("organisation")
    rows = Organisation.objects.exclude(folded="").exclude(pk__in=own)
    return rows.filter(folded=folded_name(name)).order_by("pk").values_list("name", flat=True).first() or ""


def powers_at(organisation_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Who acts in public for each of these organisations, and in which role: organisation -> person -> role. One query."""
    found: dict[int, dict[int, str]] = {}
    rows = Role.objects.filter(organisation_id__in=set(organisation_ids), kind__in=PUBLIC_ROLES)
    for organisation_id, person_id, kind in rows.values_list("organisation_id", "person_id", "kind"):
        found.setdefault(organisation_id, {})[person_id] = kind
    return found


def organisation_page(*, kind: str = "", place: Place | None = None, after: str = "", limit: int = PAGE) -> Page:
    """Organisations in alphabetical order of their addresses, those behind the key `after`. One query."""
    rows = Organisation.objects.select_related("place").order_by("slug")
    if kind:
        rows = rows.filter(kind=kind)
    if place is not None:
        rows = rows.filter(place=place)
    if after:
        rows = rows.filter(slug__gt=after)
    found = list(rows[: limit + 1])
    return Page(found[:limit], found[limit - 1].slug if len(found) > limit else "")


def staff(organisation_id: int) -> list[Role]:
    """Everybody who works for the organisation, with the person, owners first. One query."""
    return list(_by_power(Role.objects.filter(organisation_id=organisation_id)).select_related("person"))


def public_roles(organisation_id: int) -> list[Role]:
    """Those who act for the organisation in public, with the person, owners first. One query."""
    return list(_by_power(Role.objects.filter(organisation_id=organisation_id, kind__in=PUBLIC_ROLES)).select_related("person"))


def responders(organisation_id: int) -> list[int]:
    """The ids of those who may answer for the organisation. One query."""
    return list(Role.objects.filter(organisation_id=organisation_id, kind__in=PUBLIC_ROLES).values_list("person_id", flat=True))


def roles_of(person_id: int) -> list[Role]:
    """The public roles of a person, with the organisation, by its name. One query."""
    held = Role.objects.filter(person_id=person_id, kind__in=PUBLIC_ROLES)
    return list(held.select_related("organisation").order_by("organisation__name"))


def own_roles(actor: Actor) -> list[Role]:
    """All roles of the actor, those that nobody else sees too, with the organisation, by its name. One query; none for strangers."""
    if actor.person_id is None:
        return []
    held = Role.objects.filter(person_id=actor.person_id)
    return list(held.select_related("organisation").order_by("organisation__name"))


def relations(actor: Actor, organisation_id: int) -> set[str]:
    """The kinds of relation that the reader declares to the organisation. One query; none for strangers."""
    if actor.person_id is None:
        return set()
    return set(Relation.objects.filter(person_id=actor.person_id, organisation_id=organisation_id).values_list("kind", flat=True))


def sides_of(person_id: int, organisation_ids: Collection[int]) -> set[int]:
    """Those of these organisations on whose side the person stands, by any role or by a declared relation of work. Two queries."""
    roles = Role.objects.filter(person_id=person_id, organisation_id__in=organisation_ids)
    works = Relation.objects.filter(person_id=person_id, organisation_id__in=organisation_ids, kind__in=OF_WORK)
    return {*roles.values_list("organisation_id", flat=True), *works.values_list("organisation_id", flat=True)}


def on_side_of(person: str, organisation_ids: QuerySet[Any, Any] | Collection[int], *, before: datetime) -> Q:
    """What keeps of another room's rows those whose `person` stood on one of these organisations' side `before` then. Adds no query."""
    there = {"organisation_id__in": organisation_ids, "created_at__lt": before}
    works = Relation.objects.filter(**there, kind__in=OF_WORK).values("person_id")
    return Q(**{f"{person}__in": Role.objects.filter(**there).values("person_id")}) | Q(**{f"{person}__in": works})


def _called(name: str) -> str:
    return one_line(name).casefold()


def _by_power(rows: QuerySet[Role]) -> QuerySet[Role]:
    order = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(RoleKind)), output_field=IntegerField())
    return rows.order_by(order, "created_at", "pk")

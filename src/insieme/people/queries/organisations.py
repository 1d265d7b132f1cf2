# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations, who works for them, and what the reader has to do with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.foundation.prepared import PreparedIn
from insieme.people.access import PUBLIC_ROLES
from insieme.people.models import Organisation, Place, Relation, Role, RoleKind

PAGE = 24
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


def _by_power(rows: QuerySet[Role]) -> QuerySet[Role]:
    order = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(RoleKind)), output_field=IntegerField())
    return rows.order_by(order, "created_at", "pk")

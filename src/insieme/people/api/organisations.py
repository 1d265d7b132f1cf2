# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations: the list, one's page, registering and editing, what one has to do with it."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.people import access, actions, queries
from insieme.people.models import Organisation, RoleKind
from insieme.people.schemas.fields import placed
from insieme.people.schemas.organisations import (
    Kind,
    OrganisationLine,
    OrganisationSent,
    OrganisationTold,
    RegistrationSent,
    RelationKind,
    RelationsTold,
)

room = Room("Organisations")
PlaceCode = Annotated[str, Query(max_length=40, description="Only those of this place: its code.")]


def _told(found: Organisation) -> dict[str, Any]:
    names = ("slug", "name", "kind", "place", "vat", "size", "about", "verified_how", "verified_domain", "verified_until")
    return {name: getattr(found, name) for name in names} | {"roles": queries.public_roles(found.pk)}


@room.find("/organisations", Page[OrganisationLine])
def organisations(request: Asked, kind: Kind | None = None, place: PlaceCode = "", after: After = "", limit: Limit = 20) -> Any:
    """Organisations by the alphabet of their slugs."""
    where = queries.place_by_code(place) if place else None
    last = key_of(after, "organisations") or ""
    unknown = bool(place) and where is None
    found = [] if unknown else queries.organisation_page(kind=kind or "", place=where, after=last, limit=limit + 1).organisations
    return page(request, found, limit, lambda each: each.slug, "organisations")


@room.change("POST", "/organisations", OrganisationTold, scope=Scope.ORGANISATION, status=201)
def register_organisation(request: Asked, sent: RegistrationSent) -> Any:
    """Register an organisation; who registers it is its first owner."""
    said = placed(sent, {})
    return _told(actions.register_organisation(by=request.auth, now=clock.now(), **said))


@room.find("/organisations/{slug}", OrganisationTold)
def organisation(request: Asked, slug: str) -> Any:
    """One organisation."""
    return _told(queries.organisation(slug))


@room.change("PUT", "/organisations/{slug}", OrganisationTold, scope=Scope.ORGANISATION)
def edit_organisation(request: Asked, slug: str, sent: OrganisationSent) -> Any:
    """Change what an organisation's page says; what is left out stays. For its managers."""
    found = access.organisation(request.auth, slug, to=RoleKind.MANAGER)
    stands = {name: getattr(found, name) for name in ("vat", "place", "size", "about")}
    return _told(actions.edit_organisation(slug, by=request.auth, **placed(sent, stands)))


@room.find("/organisations/{slug}/relations", RelationsTold, own=True)
def relations(request: Asked, slug: str) -> Any:
    """What the one who asks has to do with an organisation."""
    found = access.organisation(request.auth, slug)
    return {"kinds": sorted(queries.relations(request.auth, found.pk))}


@room.change("PUT", "/organisations/{slug}/relations/{kind}", RelationsTold, scope=Scope.ACCOUNT)
def declare_relation(request: Asked, slug: str, kind: RelationKind) -> Any:
    """Declare to be a customer, a supplier and so on. Again changes nothing."""
    declared = actions.declare_relation(slug, by=request.auth, kind=kind)
    return {"kinds": sorted(queries.relations(request.auth, declared.organisation_id))}


@room.change("DELETE", "/organisations/{slug}/relations/{kind}", RelationsTold, scope=Scope.ACCOUNT)
def withdraw_relation(request: Asked, slug: str, kind: RelationKind) -> Any:
    """Take such a declaration back. Again changes nothing."""
    found = actions.withdraw_relation(slug, by=request.auth, kind=kind)
    return {"kinds": sorted(queries.relations(request.auth, found.pk))}

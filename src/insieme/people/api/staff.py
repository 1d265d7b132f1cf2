# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works for an organisation: invited by its owners, answered by whom they invite."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.people import access, actions, queries
from insieme.people.models import RoleKind
from insieme.people.schemas.organisations import AcceptedSent, InvitationSent, InvitedTold, StaffTold
from insieme.people.schemas.persons import InvitationTold, RoleTold

room = Room("Staff and invitations")


@room.find("/organisations/{slug}/staff", list[StaffTold], own=True)
def staff(request: Asked, slug: str) -> Any:
    """Everybody who works there. For those who do."""
    return queries.staff(access.organisation(request.auth, slug, to=RoleKind.MEMBER).pk)


@room.change("DELETE", "/organisations/{slug}/staff/{ref}", None, scope=Scope.ORGANISATION, status=204)
def take_role(request: Asked, slug: str, ref: str) -> Any:
    """Take somebody's role, for owners; or lay down one's own."""
    actions.take_role(slug, by=request.auth, ref=ref)


@room.find("/organisations/{slug}/invitations", list[InvitedTold], own=True)
def invitations(request: Asked, slug: str) -> Any:
    """Whom the organisation has invited. For its owners."""
    found = access.organisation(request.auth, slug, to=RoleKind.OWNER)
    return queries.invitations_from(found.pk, now=clock.now())


@room.change("POST", "/organisations/{slug}/invitations", InvitedTold, scope=Scope.ORGANISATION, status=201)
def invite(request: Asked, slug: str, sent: InvitationSent) -> Any:
    """Ask somebody to work for the organisation: they get a letter, and nothing follows until they accept. For owners."""
    access.organisation(request.auth, slug, to=RoleKind.OWNER)
    person, email = queries.whom(sent.to)
    access.invite_slowly(request, person.ref if person else email)
    return actions.invite(slug, by=request.auth, now=clock.now(), **sent.dict())


@room.change("DELETE", "/organisations/{slug}/invitations/{ref}", None, scope=Scope.ORGANISATION, status=204)
def take_back_invitation(request: Asked, slug: str, ref: str) -> Any:
    """Take back an invitation that nobody has answered. For owners. Again changes nothing."""
    actions.take_back(slug, ref, by=request.auth)


@room.find("/organisations/{slug}/invitations/{ref}", InvitationTold, own=True)
def invitation(request: Asked, slug: str, ref: str) -> Any:
    """An invitation to the one who asks."""
    return queries.invitation_to(request.auth, slug, ref, now=clock.now())


@room.change("POST", "/organisations/{slug}/invitations/{ref}/accept", RoleTold, scope=Scope.ORGANISATION)
def accept_invitation(request: Asked, slug: str, ref: str, sent: AcceptedSent) -> Any:
    """Take the role to which one is invited, as it was read. Again changes nothing."""
    return actions.accept(slug, ref, by=request.auth, now=clock.now(), **sent.dict())


@room.change("POST", "/organisations/{slug}/invitations/{ref}/decline", None, scope=Scope.ORGANISATION, status=204)
def decline_invitation(request: Asked, slug: str, ref: str) -> Any:
    """Say no, for good. Again changes nothing."""
    actions.decline(slug, ref, by=request.auth, now=clock.now())

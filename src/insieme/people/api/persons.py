# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one who asks, other persons, places."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path, Query

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.foundation.scopes import Scope
from insieme.people import access, actions, queries
from insieme.people.queries.accounts import shown_relations
from insieme.people.schemas.fields import PlaceTold, placed
from insieme.people.schemas.persons import InvitationTold, MeTold, PersonTold, ProfileSent

room = Room("People and places")
Code = Annotated[str, Path(max_length=40, description="An ISTAT code, as 037006.")]
Typed = Annotated[str, Query(max_length=120, description="The beginning of a name.")]


def _me(request: Asked) -> dict[str, Any]:
    actor = request.auth
    person = access.me(actor)
    names = ("ref", "handle", "name", "language", "place")
    return {name: getattr(person, name) for name in names} | {"scopes": sorted(actor.scopes), "roles": queries.own_roles(actor)}


@room.find("/me", MeTold, own=True)
def me(request: Asked) -> Any:
    """Who asks: the person, their roles, and what the token is good for."""
    return _me(request)


@room.change("PUT", "/me", MeTold, scope=Scope.ACCOUNT)
def change_me(request: Asked, sent: ProfileSent) -> Any:
    """Change name, handle, place and language; what is left out stays."""
    me = access.me(request.auth)
    actions.edit_profile(by=request.auth, **placed(sent, {"handle": me.handle or "", "place": me.place}))
    return _me(request)


@room.find("/me/invitations", list[InvitationTold], own=True)
def my_invitations(request: Asked) -> Any:
    """The invitations that wait for the answer of the one who asks."""
    return queries.invitations_to(request.auth, now=clock.now())


@room.find("/people/{handle}", PersonTold)
def person(request: Asked, handle: str) -> Any:
    """What everybody may know of a person."""
    found = queries.person_by_handle(handle)
    told = {"handle": found.handle, "name": str(found), "place": found.place, "roles": queries.roles_of(found.pk)}
    return told | {"relations": shown_relations(found.pk)}


@room.find("/places", list[PlaceTold])
def places(request: Asked, q: Typed) -> Any:
    """Places that begin so, at most eight."""
    return queries.find_places(q.replace("\0", ""))


@room.find("/places/{code}", PlaceTold)
def place(request: Asked, code: Code) -> Any:
    """One place."""
    found = queries.place_by_code(code)
    if found is None:
        raise NotVisible
    return found

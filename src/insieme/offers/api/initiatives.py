# SPDX-License-Identifier: AGPL-3.0-or-later
"""Initiatives: organisations that bring their people to a call. One comes through one by naming it in one's pledge."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.actions.initiatives import close_initiative as close
from insieme.offers.schemas.initiatives import InitiativeInFull, InitiativeSent, InitiativeTold
from insieme.people.access import managed

room = Room("Initiatives")
Ref = Annotated[str, Path(max_length=12)]


def _told(actor: Actor, slug: str, ref: str) -> Any:
    found = queries.initiative_page(actor, slug, ref)
    told: Any = found.initiative
    told.pledged, told.about = found.pledged.number or None, found.pledged.about
    told.offers_too, told.may_close = found.offers_too, found.may_close
    return told


@room.find("/calls/{slug}/initiatives", Page[InitiativeTold])
def initiatives(request: Asked, slug: str, after: After = "", limit: Limit = 20) -> Any:
    """The open initiatives of a call, the one that declares most people first."""
    call, heading = access.call(request.auth, slug), f"initiatives {slug}"
    found = queries.initiatives_of(call, after=key_of(after, heading), limit=limit + 1)
    for each in found:
        each.call = call
    return page(request, found, limit, lambda each: [each.declared, each.pk], heading)


@room.change("POST", "/calls/{slug}/initiatives", InitiativeInFull, scope=Scope.ORGANISATION, status=201)
def open_initiative(request: Asked, slug: str, sent: InitiativeSent) -> Any:
    """Bring the people of an organisation to a call, and say how many they are. For its managers; one in each call."""
    access.call(request.auth, slug)
    company = managed(request.auth, sent.organisation)
    made = actions.open_initiative(slug, by=request.auth, organisation_id=company.pk, text=sent.text(), now=clock.now())
    return _told(request.auth, slug, made.ref)


@room.find("/calls/{slug}/initiatives/{ref}", InitiativeInFull)
def initiative(request: Asked, slug: str, ref: Ref) -> Any:
    """One initiative: what its organisation declares, and beside it what was counted."""
    return _told(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/initiatives/{ref}/close", InitiativeInFull, scope=Scope.ORGANISATION)
def close_initiative(request: Asked, slug: str, ref: Ref) -> Any:
    """Let nobody come through it any more; who came stays. Again changes nothing."""
    close(slug, ref, by=request.auth, now=clock.now())
    return _told(request.auth, slug, ref)

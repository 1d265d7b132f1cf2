# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls: the lists, one call, its life in the hands of its promoter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.actions.calling import text_of
from insieme.offers.models import Call
from insieme.offers.schemas.calls import CallLine, CallSent, CallTold, Category, List, NewCallSent, ReasonSent
from insieme.people.access import managed
from insieme.people.queries import place_by_code

room = Room("Calls")
Show = Annotated[List, Query(description="Which list: people choose now, open for offers, decided, cancelled.")]
PlaceCode = Annotated[str, Query(max_length=40, description="Only those for this place: its code.")]


def _told(call: Call) -> Call:
    return queries.dress([call])[0]


@room.find("/calls", Page[CallLine])
def calls(
    request: Asked, show: Show = "choosing", category: Category | None = None, place: PlaceCode = "", after: After = "", limit: Limit = 20
) -> Any:
    """Published calls, the next deadline first; the last one first once decided or cancelled."""
    where, key = place_by_code(place) if place else None, key_of(after, f"calls {show}")
    since = (datetime.fromisoformat(key[0]), key[1]) if key else None
    nowhere = bool(place) and where is None
    wanted: dict[str, Any] = {"category": category or "", "place_id": where.pk if where else None}
    found = [] if nowhere else queries.dress(queries.calls(show, after=since, limit=limit + 1, **wanted))
    return page(request, found, limit, lambda call: [call.closes_at.astimezone(UTC).isoformat(), call.pk], f"calls {show}")


@room.change("POST", "/calls", CallTold, scope=Scope.CALL, status=201)
def open_call(request: Asked, sent: NewCallSent) -> Any:
    """Draft a call for an organisation. Only its managers see it until it is published."""
    promoter = managed(request.auth, sent.organisation)
    return _told(actions.open_call(promoter.pk, by=request.auth, text=sent.text(), now=clock.now()))


@room.find("/calls/{slug}", CallTold)
def call(request: Asked, slug: str) -> Any:
    """One call."""
    return _told(access.call(request.auth, slug))


@room.change("PUT", "/calls/{slug}", CallTold, scope=Scope.CALL)
def edit_call(request: Asked, slug: str, sent: CallSent) -> Any:
    """Write a draft anew; what is left out stays. Once it is open, only its words, and those until a company signs its offer to them."""
    stands = text_of(access.call(request.auth, slug))
    return _told(actions.edit_call(slug, by=request.auth, text=sent.text(stands), now=clock.now()))


@room.change("POST", "/calls/{slug}/publish", CallTold, scope=Scope.CALL)
def publish_call(request: Asked, slug: str) -> Any:
    """Open a draft to offers. It binds."""
    return _told(actions.publish_call(slug, by=request.auth, now=clock.now()))


@room.change("POST", "/calls/{slug}/cancel", CallTold, scope=Scope.CALL)
def cancel_call(request: Asked, slug: str, sent: ReasonSent) -> Any:
    """End a call without a choice, before its deadline, with a reason that stays in the record."""
    return _told(actions.cancel_call(slug, by=request.auth, because=sent.because, now=clock.now()))

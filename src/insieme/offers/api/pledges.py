# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledges: made, changed, withdrawn, and the receipts that one keeps."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api import versions
from insieme.foundation.api.cursors import MOST, After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.models import Pledge
from insieme.offers.queries.revisions import lapsed_lines, waiting_for
from insieme.offers.rules.consequences import consequences, dearest
from insieme.offers.rules.pledging import judge
from insieme.offers.schemas.pledges import ConfirmationSent, ListSent, PledgeInCall, PledgeSent, PledgeTold, ReceiptTold, WhatIfTold
from insieme.people.queries import place_code_of

room = Room("Pledges")
Seen = Annotated[int, Query(ge=0, le=10**9, description="The number of the pledge that is withdrawn; or its ETag in If-Match.")]


def _told(request: Asked, pledge: Pledge) -> Pledge:
    versions.tell(request, pledge.number)
    return pledge


@room.find("/calls/{slug}/pledge", PledgeInCall, own=True)
def pledge(request: Asked, slug: str) -> Any:
    """The last word in a call of the one who asks, a withdrawal included."""
    call = access.call(request.auth, slug)
    mine: Any = access.last_pledge(request.auth, call)
    if mine is None:
        raise NotVisible
    mine.call = call
    mine.lapsed = lapsed_lines(mine)
    return _told(request, mine)


@room.change("PUT", "/calls/{slug}/pledge", PledgeTold, scope=Scope.PLEDGE, seen=True)
def make_pledge(request: Asked, slug: str, sent: PledgeSent) -> Any:
    """Pledge by this ranked list, in the place of pledge `seen`. The same again is one pledge."""
    seen = versions.number(request, sent.seen)
    stands = access.last_pledge(request.auth, access.call(request.auth, slug)) if seen else None
    return actions.pledge(slug, by=request.auth, seen=seen, now=clock.now(), **sent.given(stands))


@room.change("POST", "/calls/{slug}/pledge/confirm", PledgeTold, scope=Scope.PLEDGE, seen=True)
def confirm_revised(request: Asked, slug: str, sent: ConfirmationSent) -> Any:
    """Say yes to offers that were revised since one ranked them, or take them off the list; the rest of the list stays."""
    said: dict[str, Any] = {"revisions": sent.revisions, "without": set(sent.without), "seen": versions.number(request, sent.seen)}
    return actions.confirm_revised(slug, by=request.auth, now=clock.now(), **said)


@room.change("DELETE", "/calls/{slug}/pledge", PledgeTold, scope=Scope.PLEDGE, seen=True)
def withdraw_pledge(request: Asked, slug: str, seen: Seen = 0) -> Any:
    """Take the pledge back, until the deadline. Again changes nothing."""
    return actions.withdraw_pledge(slug, by=request.auth, seen=versions.number(request, seen), now=clock.now())


@room.change("POST", "/calls/{slug}/pledge/what-if", WhatIfTold, scope=Scope.READ)
def what_if(request: Asked, slug: str, sent: ListSent) -> Any:
    """What would follow from a ranked list. Nothing is kept."""
    call = access.call(request.auth, slug)
    terms, lines = queries.terms(call), sent.lines()
    own, place = queries.own_offers(request.auth, terms), place_code_of(request.auth.person_id)
    judge(lines, quantity=sent.quantity, place=place, offers=terms, menu=call.menu, own=own)
    found = consequences(lines, offers=terms, quantity=sent.quantity, new_for=sent.new_for)
    return {"lines": found, "dearest_minor": dearest(found)}


@room.find("/pledges", Page[PledgeTold], own=True)
def pledges(request: Asked, after: After = "", limit: Limit = 20) -> Any:
    """The last words of the one who asks, one for each call, the newest first."""
    found = queries.pledges_of(request.auth, before=key_of(after, "pledges"), limit=limit + 1)
    return page(request, found, limit, lambda each: each.pk, "pledges")


@room.find("/me/lapsed", list[PledgeInCall], own=True)
def my_lapsed(request: Asked) -> Any:
    """The pledges of the one who asks that wait for a yes because an offer was revised, the most urgent first, at most a hundred."""
    found: Any = waiting_for(request.auth, limit=MOST)
    for pledge, lines in found.items():
        pledge.lapsed = lines
    return list(found)


@room.find("/pledges/{ref}", ReceiptTold, own=True)
def receipt(request: Asked, ref: str) -> Any:
    """What one may always show of a pledge: its place in the record, and what opens its digest."""
    found = queries.receipt(request.auth, ref)
    told: Any = found.pledge
    told.is_last, told.opened, told.got, told.lost, told.why = found.is_last, found.opened, found.got, found.lost, found.why
    return told

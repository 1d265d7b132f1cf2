# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys from an offer, for its company."""

from __future__ import annotations

from typing import Any

from insieme.foundation.api.cursors import After, Limit, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access
from insieme.offers.queries.buyers import buyers_of, sold
from insieme.offers.schemas.buyers import BuyersTold

room = Room("Offers")


@room.find("/calls/{slug}/offers/{ref}/buyers", BuyersTold, scope=Scope.OFFER)
def buyers(request: Asked, slug: str, ref: str, after: After = "", limit: Limit = 50) -> Any:
    """Who buys from an offer now, in the order in which it was assigned, for who may sign for its company; nobody before it is decided."""
    offer, heading = access.own_offer(request.auth, slug, ref), f"buyers {ref}"
    found = buyers_of(offer, after=key_of(after, heading), limit=limit + 1)
    sums = sold(offer)
    told = {"unit": offer.call.unit, "people": sums.people, "units": sums.units, "total_minor": sums.total.minor, "left": sums.left}
    return page(request, found, limit, lambda buyer: buyer.key, heading) | told

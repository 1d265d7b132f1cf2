# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the page of an offer shows of its negotiation: revisions, what people ask for, how they rate it, and what the reader may do."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers.models import Aspect, Offer, OfferState
from insieme.offers.queries.ratings import ratings_of
from insieme.offers.queries.revisions import drafted_revision, revisions_of
from insieme.offers.queries.wishes import wishes_of
from insieme.offers.rules.phases import Verb, may_revise, permits
from insieme.offers.web import spreads


def of(actor: Actor, offer: Offer, *, mine: bool) -> dict[str, Any]:
    """All of it for a signed offer, for who acts for its company (`mine`) or not; nothing for a draft. Six queries at most."""
    if offer.signed_at is None:
        return {}
    call, now = offer.call, clock.now()
    signed = revisions_of(offer)
    for each in signed:
        each.answered = [Aspect(name).label for name in each.answers]  # type: ignore[attr-defined]
    stands = offer.state == OfferState.SIGNED
    revisable = stands and may_revise(call.phase, until=call.last_revisions_at, now=now)
    acts = revisable and mine
    return {
        "revisions": signed,
        "draft": drafted_revision(actor, offer) if acts else None,
        "may_revise": acts,
        "wishes": wishes_of(offer, actor, signed),
        "may_ask": revisable and not acts,
        "spreads": spreads.shown(ratings_of(call, [offer])[offer.pk], call),
        "may_rate": stands and permits(call.phase, Verb.RATE) and now < call.closes_at,
    }

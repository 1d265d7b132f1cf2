# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding an offer through the company that made it: what is for its company alone, as who buys, or words not signed yet."""

from __future__ import annotations

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers.access.calls import offer
from insieme.offers.models import Offer
from insieme.people.access import may_act_for


def own_offer(actor: Actor, slug: str, ref: str) -> Offer:
    """The offer with its call, for who may sign for its company. Refuses: `NotVisible` to everybody else, the promoter too."""
    found = offer(actor, slug, ref)
    if not may_act_for(actor, found.organisation_id):
        raise NotVisible
    return found

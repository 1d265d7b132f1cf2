# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room: calls, offers with their commitments, pledges, outcomes. One file a subject."""

from insieme.offers.models.calls import Call, Category, Phase
from insieme.offers.models.offers import Basis, Offer, OfferState, QuorumUnit, Tier
from insieme.offers.models.outcomes import Assignment, Outcome
from insieme.offers.models.pledges import Pledge

__all__ = ["Assignment", "Basis", "Call", "Category", "Offer", "OfferState", "Outcome", "Phase", "Pledge", "QuorumUnit", "Tier"]

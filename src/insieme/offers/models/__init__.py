# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room: calls, offers with their commitments and revisions, ratings, pledges, outcomes. One file a subject."""

from insieme.offers.models.calls import Call, Category, Phase
from insieme.offers.models.failures import Agreement, Answer, Ending, Failure, Stage
from insieme.offers.models.initiatives import Crowd, Initiative, InitiativeState
from insieme.offers.models.invitations import CompanyInvitation, DoNotWrite, Reached
from insieme.offers.models.links import InvitationLink
from insieme.offers.models.offers import Basis, Offer, OfferState, QuorumUnit, Tier
from insieme.offers.models.outcomes import Assignment, Outcome
from insieme.offers.models.pledges import Pledge
from insieme.offers.models.promoters import CoPromoter, Declaration, FoundTie, Joining, Tie
from insieme.offers.models.ratings import Rating, Standing
from insieme.offers.models.replies import Hearing, HearingState, Reply
from insieme.offers.models.revisions import Aspect, Revision, Wish
from insieme.offers.models.templates import CommitmentTemplate

__all__ = [
    "Agreement",
    "Answer",
    "Aspect",
    "Assignment",
    "Basis",
    "Call",
    "Category",
    "CoPromoter",
    "CommitmentTemplate",
    "CompanyInvitation",
    "Crowd",
    "Declaration",
    "DoNotWrite",
    "Ending",
    "Failure",
    "FoundTie",
    "Hearing",
    "HearingState",
    "Initiative",
    "InitiativeState",
    "InvitationLink",
    "Joining",
    "Offer",
    "OfferState",
    "Outcome",
    "Phase",
    "Pledge",
    "QuorumUnit",
    "Rating",
    "Reached",
    "Reply",
    "Revision",
    "Stage",
    "Standing",
    "Tie",
    "Tier",
    "Wish",
]

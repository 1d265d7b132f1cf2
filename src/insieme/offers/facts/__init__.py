# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said in the public record by this room. One file a subject."""

from insieme.offers.facts import choosing, failing, initiatives, inviting, negotiation, promoting, replying
from insieme.offers.facts.choosing import (
    CALLS,
    OFFERS,
    OUTCOMES,
    PLEDGES,
    CallCancelled,
    CallClosed,
    CallEdited,
    CallPublished,
    ChoosingBegan,
    Cleared,
    OfferSigned,
    OfferWithdrawn,
    Pledged,
    PledgeWithdrawn,
)
from insieme.offers.facts.initiatives import InitiativeClosed, InitiativeOpened
from insieme.offers.facts.inviting import CompanyInvited
from insieme.offers.facts.negotiation import BidderRenamed, ImprovementAsked, OfferRated, OfferRevised
from insieme.offers.facts.promoting import InterestsDeclared, PromoterJoined, PromoterLeft, TieFound
from insieme.offers.facts.replying import ReplyPublished

ALL = (*choosing.ALL, *negotiation.ALL, *promoting.ALL, *inviting.ALL, *initiatives.ALL, *replying.ALL, *failing.ALL)

__all__ = [
    "ALL",
    "CALLS",
    "OFFERS",
    "OUTCOMES",
    "PLEDGES",
    "BidderRenamed",
    "CallCancelled",
    "CallClosed",
    "CallEdited",
    "CallPublished",
    "ChoosingBegan",
    "Cleared",
    "CompanyInvited",
    "ImprovementAsked",
    "InitiativeClosed",
    "InitiativeOpened",
    "InterestsDeclared",
    "OfferRated",
    "OfferRevised",
    "OfferSigned",
    "OfferWithdrawn",
    "PledgeWithdrawn",
    "Pledged",
    "PromoterJoined",
    "PromoterLeft",
    "ReplyPublished",
    "TieFound",
]

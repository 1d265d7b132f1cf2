# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding things through the one who asks: not allowed to see is not found; for writing, locked. One file a subject."""

from insieme.offers.access.asked import co_promoter, company_invitation
from insieme.offers.access.calls import (
    NotStanding,
    WordsBind,
    call,
    last_pledge,
    may,
    may_audit,
    may_see_draft,
    offer,
    own_pledge,
    promotes,
)
from insieme.offers.access.failures import NotGoingAhead, agreement, failure, may_declare, offer_to_fail, takeover
from insieme.offers.access.hearings import hearing
from insieme.offers.access.initiatives import initiative
from insieme.offers.access.own import own_offer
from insieme.offers.access.stages import NotInThisPhase, OffersAreIn, RevisionsClosed, TooLate, in_phase, in_time
from insieme.offers.access.templates import template

__all__ = [
    "NotGoingAhead",
    "NotInThisPhase",
    "NotStanding",
    "OffersAreIn",
    "RevisionsClosed",
    "TooLate",
    "WordsBind",
    "agreement",
    "call",
    "co_promoter",
    "company_invitation",
    "failure",
    "hearing",
    "in_phase",
    "in_time",
    "initiative",
    "last_pledge",
    "may",
    "may_audit",
    "may_declare",
    "may_see_draft",
    "offer",
    "offer_to_fail",
    "own_offer",
    "own_pledge",
    "promotes",
    "takeover",
    "template",
]

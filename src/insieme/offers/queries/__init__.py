# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is read of calls, offers and pledges, each with a fixed number of queries. One file a subject."""

from insieme.offers.queries.belongings import belongings_of
from insieme.offers.queries.calls import LISTS, CallPage, call_page, calls, dress, in_full, lately, titles_of
from insieme.offers.queries.clearing import ballots
from insieme.offers.queries.finding import calls_named_by, categories, findable_calls, findable_offers, offers_named_by
from insieme.offers.queries.initiatives import InitiativePage, came_with, coming_with, initiative_page, initiatives_of, may_gather_for
from insieme.offers.queries.offers import is_settled, may_offer_for, named_terms, offer_page, own_offers, standing, terms, written_terms
from insieme.offers.queries.organisations import Activity, activity, unpublished, unsigned
from insieme.offers.queries.outcomes import file_of, got_by, outcome_in_short, outcome_of, reach_of_call, result_for
from insieme.offers.queries.pledges import Receipt, pledges_of, receipt, snapshot
from insieme.offers.queries.revisions import waiting_for

__all__ = [
    "LISTS",
    "Activity",
    "CallPage",
    "InitiativePage",
    "Receipt",
    "activity",
    "ballots",
    "belongings_of",
    "call_page",
    "calls",
    "calls_named_by",
    "came_with",
    "categories",
    "coming_with",
    "dress",
    "file_of",
    "findable_calls",
    "findable_offers",
    "got_by",
    "in_full",
    "initiative_page",
    "initiatives_of",
    "is_settled",
    "lately",
    "may_gather_for",
    "may_offer_for",
    "named_terms",
    "offer_page",
    "offers_named_by",
    "outcome_in_short",
    "outcome_of",
    "own_offers",
    "pledges_of",
    "reach_of_call",
    "receipt",
    "result_for",
    "snapshot",
    "standing",
    "terms",
    "titles_of",
    "unpublished",
    "unsigned",
    "waiting_for",
    "written_terms",
]

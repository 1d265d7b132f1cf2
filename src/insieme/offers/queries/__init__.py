# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is read of calls, offers and pledges, each with a fixed number of queries. One file a subject."""

from insieme.offers.queries.calls import LISTS, CallPage, call_page, calls, dress, in_full, lately, titles_of
from insieme.offers.queries.clearing import ballots
from insieme.offers.queries.offers import is_settled, may_offer_for, named_terms, offer_page, standing, terms
from insieme.offers.queries.organisations import Activity, activity, unsigned
from insieme.offers.queries.outcomes import file_of, outcome_in_short, outcome_letter, outcome_of, result_for
from insieme.offers.queries.pledges import Receipt, pledges_of, receipt, snapshot

__all__ = [
    "LISTS",
    "Activity",
    "CallPage",
    "Receipt",
    "activity",
    "ballots",
    "call_page",
    "calls",
    "dress",
    "file_of",
    "in_full",
    "is_settled",
    "lately",
    "may_offer_for",
    "named_terms",
    "offer_page",
    "outcome_in_short",
    "outcome_letter",
    "outcome_of",
    "pledges_of",
    "receipt",
    "result_for",
    "snapshot",
    "standing",
    "terms",
    "titles_of",
    "unsigned",
]

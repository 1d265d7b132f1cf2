# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls, offers, pledges and outcomes for programs: the queries and actions of the pages."""

from insieme.offers.api import (
    announcing,
    buyers,
    calls,
    failing,
    hearings,
    initiatives,
    inviting,
    judging,
    offers,
    outcomes,
    pledges,
    promoting,
    revisions,
    templates,
)

around = (calls, announcing, promoting, hearings, inviting, initiatives)
market = (offers, templates, revisions, judging, pledges, outcomes, failing, buyers)
rooms = [each.room for each in (*around, *market)]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls, offers, pledges and outcomes for programs: the queries and actions of the pages."""

from insieme.offers.api import calls, hearings, inviting, judging, offers, outcomes, pledges, promoting, revisions, templates

market = [offers.room, templates.room, revisions.room, judging.room, pledges.room, outcomes.room]
rooms = [calls.room, promoting.room, hearings.room, inviting.room, *market]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls, offers, pledges and outcomes for programs: the queries and actions of the pages."""

from insieme.offers.api import announcing, calls, inviting, judging, offers, outcomes, pledges, promoting, revisions

rooms = [calls.room, announcing.room, promoting.room, inviting.room, offers.room, revisions.room, judging.room, pledges.room, outcomes.room]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does, and the letters that follow. Shallow: each calls an action. One file a subject."""

from insieme.offers.tasks.failures import recount_due, settle_due
from insieme.offers.tasks.hearings import hear_due
from insieme.offers.tasks.letters import send_company, send_promotion, write_due
from insieme.offers.tasks.outcomes import CLOCK, begin_due, clear_due, close_due, count_reach_due, remind_due

#: What the clock looks for at every turn.
DUTIES = (begin_due, close_due, clear_due, recount_due, settle_due, hear_due, write_due)

__all__ = [
    "CLOCK",
    "DUTIES",
    "begin_due",
    "clear_due",
    "close_due",
    "count_reach_due",
    "hear_due",
    "recount_due",
    "remind_due",
    "send_company",
    "send_promotion",
    "settle_due",
    "write_due",
]

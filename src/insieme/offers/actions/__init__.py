# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is done to calls, offers and pledges: one function a change, the same for every door."""

from insieme.offers.actions.calling import begin_choosing, cancel_call, close_call, edit_call, open_call, publish_call
from insieme.offers.actions.clearing import clear
from insieme.offers.actions.offering import edit_offer, make_offer, sign_offer, withdraw_offer
from insieme.offers.actions.pledging import pledge, withdraw_pledge

__all__ = [
    "begin_choosing",
    "cancel_call",
    "clear",
    "close_call",
    "edit_call",
    "edit_offer",
    "make_offer",
    "open_call",
    "pledge",
    "publish_call",
    "sign_offer",
    "withdraw_offer",
    "withdraw_pledge",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is done to calls, offers and pledges: one function a change, the same for every door."""

from insieme.offers.actions.asking import ask
from insieme.offers.actions.beside import rename_beside
from insieme.offers.actions.calling import begin_choosing, cancel_call, close_call, edit_call, open_call, publish_call
from insieme.offers.actions.clearing import clear
from insieme.offers.actions.forgetting import forget_person
from insieme.offers.actions.initiatives import open_initiative
from insieme.offers.actions.interests import TieText, declare_interests, find_ties
from insieme.offers.actions.inviting import decline_invitation, invite_company, open_invitation, take_invitation
from insieme.offers.actions.offering import edit_offer, make_offer, sign_offer, withdraw_offer
from insieme.offers.actions.pledging import confirm_revised, pledge, withdraw_pledge
from insieme.offers.actions.promoting import answer_promotion, ask_to_promote, leave_promotion, take_back_promotion
from insieme.offers.actions.rating import rate
from insieme.offers.actions.replying import reply
from insieme.offers.actions.revising import draft_revision, drop_revision, sign_revision
from insieme.offers.actions.sharing import count_pledge, follow_link, make_link, revoke_link

__all__ = [
    "TieText",
    "answer_promotion",
    "ask",
    "ask_to_promote",
    "begin_choosing",
    "cancel_call",
    "clear",
    "close_call",
    "confirm_revised",
    "count_pledge",
    "declare_interests",
    "decline_invitation",
    "draft_revision",
    "drop_revision",
    "edit_call",
    "edit_offer",
    "find_ties",
    "follow_link",
    "forget_person",
    "invite_company",
    "leave_promotion",
    "make_link",
    "make_offer",
    "open_call",
    "open_initiative",
    "open_invitation",
    "pledge",
    "publish_call",
    "rate",
    "rename_beside",
    "reply",
    "revoke_link",
    "sign_offer",
    "sign_revision",
    "take_back_promotion",
    "take_invitation",
    "withdraw_offer",
    "withdraw_pledge",
]

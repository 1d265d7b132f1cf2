# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every change that the room makes, one function each."""

from insieme.people.actions.crowds import Extra, enrol_crowd
from insieme.people.actions.invitations import (
    HasDeclined,
    InvitationChanged,
    InvitationDeclined,
    accept,
    decline,
    forget_ended,
    hand_over_letters,
    invite,
    take_back,
    write_later,
)
from insieme.people.actions.organisations import (
    VatTaken,
    declare_relation,
    edit_organisation,
    register_organisation,
    withdraw_relation,
)
from insieme.people.actions.persons import HandleTaken, NobodyThere, appoint_moderator, edit_profile, enrol
from insieme.people.actions.places import load_municipalities, make_place
from insieme.people.actions.roles import LastOwner, take_role

__all__ = [
    "Extra",
    "HandleTaken",
    "HasDeclined",
    "InvitationChanged",
    "InvitationDeclined",
    "LastOwner",
    "NobodyThere",
    "VatTaken",
    "accept",
    "appoint_moderator",
    "declare_relation",
    "decline",
    "edit_organisation",
    "edit_profile",
    "enrol",
    "enrol_crowd",
    "forget_ended",
    "hand_over_letters",
    "invite",
    "load_municipalities",
    "make_place",
    "register_organisation",
    "take_back",
    "take_role",
    "withdraw_relation",
    "write_later",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every change that the room makes, one function each."""

from insieme.people.actions.crowds import Extra, enrol_crowd
from insieme.people.actions.organisations import (
    VatTaken,
    declare_relation,
    edit_organisation,
    register_organisation,
    withdraw_relation,
)
from insieme.people.actions.persons import HandleTaken, edit_profile, enrol
from insieme.people.actions.places import load_municipalities, make_place
from insieme.people.actions.roles import LastOwner, give_role, take_role

__all__ = [
    "Extra",
    "HandleTaken",
    "LastOwner",
    "VatTaken",
    "declare_relation",
    "edit_organisation",
    "edit_profile",
    "enrol",
    "enrol_crowd",
    "give_role",
    "load_municipalities",
    "make_place",
    "register_organisation",
    "take_role",
    "withdraw_relation",
]

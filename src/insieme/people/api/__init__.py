# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persons, organisations, roles, invitations and places for programs: the queries and actions of the pages."""

from insieme.people.api import accounts, guidelines, organisations, persons, staff, verification

rooms = [persons.room, accounts.room, organisations.room, staff.room, guidelines.room, verification.room]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: what people may write, and how it is read. No tables here."""

from insieme.people.rules.accounts import EXPORT_LASTS, EXPORT_PATIENCE, FEWEST, INTERESTS, SECOND_THOUGHTS, device_of, shown
from insieme.people.rules.belongings import Belongings, Piece, belongings, keep
from insieme.people.rules.consents import BY_NAME, PURPOSES, REQUIRED, Purpose
from insieme.people.rules.invitations import LASTS, PAUSE, Addressee, next_try, read_addressee
from insieme.people.rules.names import HANDLE, RESERVED, judge_about, judge_handle, judge_name, judge_vat, one_line
from insieme.people.rules.places import FreePlace, WrittenPlace, fold, folded_name, read_place
from insieme.people.rules.settings import add_settings_page, settings_pages

__all__ = [
    "BY_NAME",
    "EXPORT_LASTS",
    "EXPORT_PATIENCE",
    "FEWEST",
    "HANDLE",
    "INTERESTS",
    "LASTS",
    "PAUSE",
    "PURPOSES",
    "REQUIRED",
    "RESERVED",
    "SECOND_THOUGHTS",
    "Addressee",
    "Belongings",
    "FreePlace",
    "Piece",
    "Purpose",
    "WrittenPlace",
    "add_settings_page",
    "belongings",
    "device_of",
    "fold",
    "folded_name",
    "judge_about",
    "judge_handle",
    "judge_name",
    "judge_vat",
    "keep",
    "next_try",
    "one_line",
    "read_addressee",
    "read_place",
    "settings_pages",
    "shown",
]

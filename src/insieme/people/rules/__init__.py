# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: what people may write, and how it is read. No tables here."""

from insieme.people.rules.invitations import LASTS, Addressee, read_addressee
from insieme.people.rules.names import HANDLE, RESERVED, judge_about, judge_handle, judge_name, judge_vat, one_line
from insieme.people.rules.places import FreePlace, WrittenPlace, fold, read_place

__all__ = [
    "HANDLE",
    "LASTS",
    "RESERVED",
    "Addressee",
    "FreePlace",
    "WrittenPlace",
    "fold",
    "judge_about",
    "judge_handle",
    "judge_name",
    "judge_vat",
    "one_line",
    "read_addressee",
    "read_place",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A place as somebody writes it, and how names are folded for finding."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.people.rules.names import one_line

ELSEWHERE = re.compile(r"(?P<name>.+?)\s*,\s*(?P<country>[A-Za-z]{2})")
PROVINCE = re.compile(r"(?P<name>.+?)\s*\(\s*(?P<province>[A-Za-z]{2})\s*\)")
PLACE_LENGTH = 100
FOLDED_LENGTH = 240


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A place as somebody wrote it: a name, perhaps with a province or a country (ISO 3166, two letters)."""

    name: str
    province: str = ""
    country: str = "IT"


@dataclass(frozen=True, slots=True)
class FreePlace:
    """A place outside Italy that may not stand in the table yet."""

    name: str
    country: str


def fold(text: str) -> str:
    """`text` for finding: lower case, without accents, signs as single spaces. Other scripts stay as they are."""
    # Taken apart, then lower, then apart again: lower case alone misses letters that are written as signs.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def folded_name(name: str) -> str:
    """A name without case, accents, spaces and signs, the same for two that one may take for one another; all signs stay signs."""
    return ("".join(fold(name).split()) or "".join(name.casefold().split()))[:FOLDED_LENGTH]


def read_place(text: str) -> WrittenPlace:
    """Read "Bologna", "Bologna (BO)" or "Lugano, CH".

    Refuses: `Invalid` where it is too long or names a country that does not exist.
    """
    line = one_line(text)
    said = _parted(line)
    if len(line) > PLACE_LENGTH or not fold(said.name):
        raise Invalid({"place": _("Enter the name of a town, for example Bologna or Lugano, CH.")})
    if said.country not in _countries():
        raise Invalid({"place": _("After the comma goes the country in two letters, as in Lugano, CH.")})
    return said


def _parted(line: str) -> WrittenPlace:
    if said := PROVINCE.fullmatch(line):
        return WrittenPlace(said["name"], province=said["province"].upper())
    if said := ELSEWHERE.fullmatch(line):
        return WrittenPlace(said["name"], country=said["country"].upper())
    return WrittenPlace(line)


@cache
def _countries() -> frozenset[str]:
    not_countries = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    return frozenset(str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))) - not_countries

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers of an offer in words: totals in the unit in which they are counted, conditions and commitments as people say them."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.money import Money
from insieme.foundation.text import plain

_NO_CENTS = re.compile(r"[.,]00(?![0-9])")


def euro(cents: int) -> str:
    """An amount, without cents where there are none."""
    return _NO_CENTS.sub("", Money(cents).written(_locale()))


def figure(value: int, unit: str) -> str:
    """A total, a quorum or a threshold as short as a mark on a bar: 250, or 5.000 €."""
    return euro(value) if unit == "euro" else plain(value)


def counted(value: int, unit: str, thing: str) -> str:
    """The same with what is counted: 250 people, 250 new customers, 300 kg, 5.000 €. `thing` is the call's unit."""
    match unit:
        case "euro":
            return euro(value)
        case "units":
            return f"{plain(value)} {thing}"
        case "new_customers":
            return ngettext("%(number)s new customer", "%(number)s new customers", value) % {"number": plain(value)}
        case _:
            return ngettext("%(number)s person", "%(number)s people", value) % {"number": plain(value)}


def condition(*, at_least: int | None, near: int | None, unit: str, thing: str, place: str) -> str:
    """The condition of a line: "only if at least 300 of us buy this, and at least 50 from Bologna". Without any: "without conditions"."""
    said = []
    if at_least and unit == "buyers":
        said.append(_("at least %(number)s of us buy this") % {"number": plain(at_least)})
    elif at_least:
        said.append(_("this offer comes to at least %(total)s") % {"total": counted(at_least, unit, thing)})
    if near:
        from_there = _("at least %(number)s from %(place)s") if place else _("at least %(number)s from my place")
        alone = _("at least %(number)s from %(place)s buy this") if place else _("at least %(number)s from my place buy this")
        said.append((from_there if said else alone) % {"number": plain(near), "place": place})
    match said:
        case []:
            return _("without conditions")
        case [only]:
            return _("only if %(this)s") % {"this": only}
        case _:
            return _("only if %(this)s, and %(that)s") % {"this": said[0], "that": said[1]}


def share(tier: dict[str, Any], basis: str) -> str:
    """The percentage or amount of a tier with what it is taken of; empty where the tier has only words. `basis` is in words."""
    if tier.get("percent_hundredths"):
        return _("%(percent)s %% %(basis)s") % {"percent": percent(tier["percent_hundredths"]), "basis": basis}
    if tier.get("amount_minor"):
        return _("%(amount)s %(basis)s") % {"amount": euro(tier["amount_minor"]), "basis": basis}
    return ""


def percent(hundredths: int) -> str:
    """A percentage without its sign: 12, or 12,5."""
    whole, rest = divmod(hundredths, 100)
    mark = "." if _locale() == "en" else ","
    return f"{whole}{mark}{rest:02}".rstrip("0") if rest else str(whole)


def _locale() -> str:
    return (get_language() or "en").partition("-")[0]

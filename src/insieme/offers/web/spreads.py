# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks as the parts of `look` show them: how many gave which, never an average that hides them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insieme.foundation.text import plain
from insieme.offers.models import Call
from insieme.offers.rules.ratings import MARKS, Spread, criteria_of


def shown(spreads: Sequence[Spread], call: Call) -> list[dict[str, Any]]:
    """One for each criterion, in the order of the call."""
    return [_spread(words, spread) for words, spread in zip(criteria_of(call.criteria), spreads, strict=True)]


def _spread(words: object, spread: Spread) -> dict[str, Any]:
    most = max(*spread.counted.values(), *spread.apart.values(), 1)
    people = ngettext("%(number)s person", "%(number)s people", spread.people) % {"number": plain(spread.people)}
    return {
        "title": str(words),
        "people": people if spread.people else _("nobody yet"),
        "rated": spread.people + spread.others,
        "others": spread.others,
        "rows": [
            {
                "mark": mark,
                "counted": spread.counted[mark],
                "share": _percent(spread.counted[mark], most),
                "apart": spread.apart[mark],
                "apart_share": _percent(spread.apart[mark], most),
                "x": f"{20 * (mark - 1) + 2}%",
                "y": f"{100 - 100 * spread.counted[mark] // most}%",
            }
            for mark in MARKS
        ],
        "in_words": "; ".join(_("%(mark)d: %(people)s") % {"mark": mark, "people": plain(spread.counted[mark])} for mark in MARKS),
    }


def _percent(value: int, of: int) -> str:
    return f"{100 * value // of}%"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a revision as people read them, and what changed between two: numbers as old and new, texts word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from insieme.foundation.money import Money
from insieme.look.templatetags.look import day
from insieme.offers.models import Basis, Call, QuorumUnit
from insieme.offers.rules.revisions import BINDING, TEXTS, Words, changes, marked
from insieme.offers.rules.wording import counted, share

LABELS = {
    "product": gettext_lazy("Product"),
    "price_minor": gettext_lazy("Price"),
    "quorum": gettext_lazy("Quorum"),
    "quorum_unit": gettext_lazy("Counted in"),
    "capacity": gettext_lazy("Capacity"),
    "commitment": gettext_lazy("Commitment"),
    "basis": gettext_lazy("Percentages and amounts are"),
    "tiers": gettext_lazy("Steps"),
    "proof": gettext_lazy("Proof"),
    "proof_by": gettext_lazy("Proved by"),
    "terms": gettext_lazy("Terms"),
}
#: Compared word by word: the steps are a text too, a line each.
PROSE = TEXTS | {"tiers"}


def rows(before: Words, after: Words, call: Call) -> list[dict[str, Any]]:
    """What changed, each with `label`, and either `pieces` of a text or `before` and `after`."""
    changed = {"price_minor" if each.name == "currency" else each.name for each in changes(before, after)}
    return [_row(name, _written(name, before, call), _written(name, after, call)) for name in BINDING if name in changed]


def in_short(before: Words, after: Words, call: Call) -> list[dict[str, Any]]:
    """The same in few words: of texts only that they changed."""
    return [{"label": row["label"]} if row.get("pieces") else row for row in rows(before, after, call)]


def whole(words: Words, call: Call) -> list[tuple[str, str]]:
    """All that a revision says: label and words."""
    return [(str(label), _written(name, words, call)) for name, label in LABELS.items() if words[name]]


def _row(name: str, old: str, new: str) -> dict[str, Any]:
    label = str(LABELS[name])
    return {"label": label, "pieces": marked(old, new)} if name in PROSE else {"label": label, "before": old, "after": new}


def _written(name: str, words: Words, call: Call) -> str:
    value = words[name]
    if name in {"quorum", "capacity"}:
        return _("no upper limit") if value is None else counted(value, words["quorum_unit"], call.unit)
    match name:
        case "price_minor":
            return Money(value, words["currency"]).written(get_language() or "en")
        case "quorum_unit" | "basis":
            return str((Basis if name == "basis" else QuorumUnit)(value).label)
        case "tiers":
            return _steps(value, words, call)
        case "proof_by":
            return day(date.fromisoformat(value))
    return str(value)


def _steps(tiers: Sequence[dict[str, Any]], words: Words, call: Call) -> str:
    basis = str(Basis(words["basis"]).label)
    lines = []
    for tier in tiers:
        said = ": ".join(part for part in (share(tier, basis), tier["what"]) if part)
        number = counted(tier["threshold"], words["quorum_unit"], call.unit)
        lines.append(_("from %(number)s: %(what)s") % {"number": number, "what": said})
    return "\n".join(lines)

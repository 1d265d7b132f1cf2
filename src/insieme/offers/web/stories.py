# SPDX-License-Identifier: AGPL-3.0-or-later
"""An outcome in words and rows: who goes ahead and why, round by round, what else could have been."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.text import plain
from insieme.look.templatetags.look import day
from insieme.offers.models import Assignment, Call, Outcome, QuorumUnit
from insieme.offers.rules.pledging import Terms
from insieme.offers.rules.wording import figure

Summary = dict[str, Any]
#: Offers that nobody preferred stand folded away from this many on: one alone takes no more room than the line that would hide it.
FOLDED_FROM = 2


def story(call: Call, outcome: Outcome) -> dict[str, Any]:
    """All that the page of an outcome tells, from its public summary."""
    summary: Summary = outcome.summary
    offers = {each["ref"]: each for each in summary.get("offers", [])}
    names = {ref: each["name"] for ref, each in offers.items()}
    active = [each for each in offers.values() if each["active"]]
    shown, folded = _parted(offers.values())
    return {
        "title": _title(active, outcome),
        "lead": _lead(outcome, bool(active)),
        "active": active,
        "columns": _columns(),
        "caption": _caption({each["quorum_unit"] for each in offers.values()}),
        "rows": [_row(each, call) for each in shown],
        "folded": _folded([_row(each, call) for each in folded]),
        "rounds": [
            {side: [names.get(ref, ref) for ref in each[side]] for side in ("certain", "possible")} for each in summary.get("rounds", [])
        ],
        "rivals": [_rival(each, names) for each in summary.get("rivals", [])],
        "most": _most(summary.get("max_participation"), names, outcome),
        "shortened": bool(summary.get("shortened")),
        "groups": [_group(each, names) for each in summary.get("reduced_groups", [])],
    }


def got(assignment: Assignment | None, terms: dict[str, Terms], call: Call) -> dict[str, Any] | None:
    """What the reader buys: from whom, by which of their choices, how much for how much. None where they buy nothing."""
    if assignment is None:
        return None
    offer = assignment.offer
    return {
        "offer": offer,
        "name": terms[offer.ref].name,
        "ref": offer.ref,
        "place": assignment.entry + 1,
        "quantity": assignment.quantity,
        "unit": call.unit,
        "product": offer.product,
        "total": (offer.price * assignment.quantity).written(get_language() or "en"),
        "proof": _("%(proof)s, by %(day)s") % {"proof": offer.proof.rstrip(" ."), "day": day(offer.proof_by)},
    }


def _title(active: list[Summary], outcome: Outcome) -> str:
    if not active:
        return _("No offer goes ahead")
    people = ngettext("%(number)s person", "%(number)s people", outcome.people_served) % {"number": plain(outcome.people_served)}
    names = _joined([each["name"] for each in active])
    text = ngettext("%(names)s goes ahead, with %(people)s", "%(names)s go ahead, with %(people)s", len(active))
    return text % {"names": names, "people": people}


def _lead(outcome: Outcome, any_active: bool) -> str:
    if not any_active:
        return _("Not enough people preferred any of the offers. Nobody buys anything, nobody owes anything.")
    if outcome.verdict == "contested":
        return _("Preferences went round in a circle, so that no outcome contents everybody. This one serves most people.")
    if not outcome.certified:
        return _("Room was short, so lots were drawn. Every quorum and every condition holds, but that this is stable cannot be certified.")
    if outcome.verdict == "unique":
        return _("No other offer would have been preferred by enough people. It is the only stable outcome.")
    return _("No offer is left out that enough people would have preferred. Others would have been as stable: below is why this one.")


def _columns() -> list[dict[str, Any]]:
    return [
        {"words": _("Offer")},
        {"words": _("Needed"), "number": True},
        {"words": _("Prefer it"), "number": True},
        {"words": _("Buy"), "number": True},
        {"words": _("Outcome")},
    ]


def _caption(units: set[str]) -> str:
    """In what the figures are counted; nothing where it is people, as everybody expects."""
    words = [str(unit.label) for unit in QuorumUnit if unit in units]
    return "" if units <= {QuorumUnit.BUYERS} else _("Counted in: %(units)s") % {"units": ", ".join(words)}


def _parted(offers: Iterable[Summary]) -> tuple[list[Summary], list[Summary]]:
    """What matters first: those that go ahead, then the others, the nearest to its quorum first; apart from them those nobody preferred."""
    ordered = sorted(offers, key=lambda each: (not each["active"], -each["scan"] / each["quorum"]))
    idle = [each for each in ordered if not each["active"] and not each["scan"]]
    if len(idle) < FOLDED_FROM or len(idle) == len(ordered):
        return ordered, []
    return ordered[: -len(idle)], idle


def _folded(rows: list[list[Any]]) -> dict[str, Any] | None:
    if not rows:
        return None
    words = ngettext("and %(number)s other that nobody preferred", "and %(number)s others that nobody preferred", len(rows))
    # Whose it is and what it needed: the rest is the same for all of them.
    return {"words": words % {"number": plain(len(rows))}, "columns": _columns()[:2], "rows": [row[:2] for row in rows]}


def _row(each: Summary, call: Call) -> list[Any]:
    unit = each["quorum_unit"]
    verdict = {"words": _("goes ahead"), "tone": "go"} if each["active"] else {"words": _("does not go ahead"), "tone": "no"}
    if each["active"] and each.get("tier"):
        verdict["words"] = _("goes ahead, tier from %(tier)s") % {"tier": figure(each["tier"], unit)}
    bought = figure(each["total"], unit) if each["active"] else "–"
    return [
        {"words": each["name"], "href": f"/calls/{call.slug}/offers/{each['ref']}/"},
        figure(each["quorum"], unit),
        figure(each["scan"], unit),
        bought,
        verdict,
    ]


def _rival(each: Summary, names: dict[str, str]) -> dict[str, Any]:
    return {
        "names": _joined([names.get(ref, ref) for ref in each["active"]]) or _("none"),
        "people": each["people_served"],
        "ranks": [(place, people) for place, people in enumerate(each.get("ranks", []), start=1) if people],
    }


def _most(each: Summary | None, names: dict[str, str], outcome: Outcome) -> dict[str, Any] | None:
    if not each:
        return None
    same = each["people_served"] <= outcome.people_served
    return {"names": _joined([names.get(ref, ref) for ref in each["active"]]), "people": each["people_served"], "same": same}


def _group(each: Summary, names: dict[str, str]) -> dict[str, Any]:
    listed = [names.get(line if isinstance(line, str) else line.get("offer", ""), "?") for line in each["list"]]
    return {"list": " → ".join(listed) or _("nothing"), "count": each["count"]}


def _joined(names: list[str]) -> str:
    if len(names) < 2:  # noqa: PLR2004 - one name joins nothing
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""An outcome in words and rows: who goes ahead and why, round by round, what else could have been."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.text import plain
from insieme.look.templatetags.look import day
from insieme.offers.models import Agreement, Assignment, Call, Outcome, QuorumUnit
from insieme.offers.queries.outcomes import Standing, as_it_stands
from insieme.offers.rules.pledging import Terms
from insieme.offers.rules.wording import condition, counted, figure

Summary = dict[str, Any]
#: Offers that nobody preferred stand folded away from this many on: one alone takes no more room than the line that would hide it.
FOLDED_FROM = 2


def story(call: Call, outcome: Outcome) -> dict[str, Any]:
    """All that the page of an outcome tells, from its public summary."""
    summary: Summary = outcome.summary
    offers = {each["ref"]: each for each in summary.get("offers", [])}
    names = {ref: each["name"] for ref, each in offers.items()}
    active = [each for each in offers.values() if each["active"]]
    decided, stands = _title(active, outcome), as_it_stands(offers.values())
    lead = _lead(outcome, bool(active))
    shown, folded = _parted(offers.values())
    units = {each["quorum_unit"] for each in offers.values()}
    return {
        "title": _now(stands, decided),
        "lead": _("It was decided: %(decided)s.") % {"decided": decided} + " " + lead if stands.failed else lead,
        "active": active,
        "columns": _columns(units, call),
        "rows": [_row(each, call, units) for each in shown],
        "folded": _folded([_row(each, call, units) for each in folded], units, call),
        "unplaced": [_unplaced(each, call) for each in active if each.get("unplaced")],
        "promise": _promise(active, outcome),
        "newcomers": QuorumUnit.NEW_CUSTOMERS in units,
        "rounds": [
            {side: [names.get(ref, ref) for ref in each[side]] for side in ("certain", "possible")} for each in summary.get("rounds", [])
        ],
        "rivals": [_rival(each, names) for each in summary.get("rivals", [])],
        "most": _most(summary.get("max_participation"), names, outcome),
        "shortened": bool(summary.get("shortened")),
        "lapsed": _lapsed(summary.get("lapsed", 0)),
        "groups": [_group(each, offers, call) for each in summary.get("reduced_groups", [])],
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


def would_get(mine: Agreement, offer: Any) -> dict[str, Any]:
    """What the reader would buy from the runner-up, as `got` says it."""
    quantity = mine.pledge.quantity
    return {
        "name": offer.company.name,
        "product": offer.product,
        "place": mine.entry + 1,
        "quantity": quantity,
        "unit": offer.call.unit,
        "total": (offer.price * quantity).written(get_language() or "en"),
    }


def _lapsed(people: int) -> str:
    """How many lists counted without a line, because its offer was revised and they did not say yes to it."""
    text = ngettext(
        "On the list of %(number)s person an offer was revised that they did not say yes to: it counted without that line.",
        "On the lists of %(number)s people an offer was revised that they did not say yes to: they counted without that line.",
        people,
    )
    return text % {"number": plain(people)} if people else ""


def _title(active: list[Summary], outcome: Outcome) -> str:
    return _ahead([each["name"] for each in active], outcome.people_served) if active else _("No offer goes ahead")


def _ahead(names: list[str], people: int) -> str:
    many = ngettext("%(number)s person", "%(number)s people", people) % {"number": plain(people)}
    text = ngettext("%(names)s goes ahead, with %(people)s", "%(names)s go ahead, with %(people)s", len(names))
    return text % {"names": _joined(names), "people": many}


def _now(stands: Standing, decided: str) -> str:
    """What stands: as it was decided, unless a supplier has failed since."""
    if not stands.failed:
        return decided
    failed, many = _joined(stands.failed), len(stands.failed)
    if not stands.names:
        text = ngettext(
            "%(failed)s has failed, and no other goes ahead as it stands now",
            "%(failed)s have failed, and no other goes ahead as it stands now",
            many,
        )
        return text % {"failed": failed}
    text = ngettext("%(stands)s; %(failed)s has failed", "%(stands)s; %(failed)s have failed", many)
    return text % {"stands": _ahead(stands.names, stands.people), "failed": failed}


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


def _columns(units: set[str], call: Call) -> list[dict[str, Any]]:
    """The heads say in what is counted where that is one thing and not people, as everybody expects; else each figure says it."""
    unit = _unit(units, call)

    def head(words: str) -> dict[str, Any]:
        return {"words": _("%(figure)s (%(unit)s)") % {"figure": words, "unit": unit} if unit else words, "number": True}

    people = [] if units <= {QuorumUnit.BUYERS} else [{"words": _("People who buy"), "number": True}]
    return [{"words": _("Offer")}, head(_("Needed")), head(_("Prefer it")), head(_("Buy")), *people, {"words": _("Outcome")}]


def _unit(units: set[str], call: Call) -> str:
    if len(units) != 1 or units <= {QuorumUnit.BUYERS, QuorumUnit.EURO}:
        return ""
    return call.unit if QuorumUnit.UNITS in units else str(QuorumUnit(*units).label)


def _promise(active: list[Summary], outcome: Outcome) -> str:
    """What holds of this outcome, and no more than that: not every one can be certified, and lots may have been drawn."""
    lots = any(each.get("unplaced") for each in active)
    if outcome.verdict == "contested":
        said = _("Here an offer may be left out that enough people would have preferred: preferences went round in a circle.")
    elif not outcome.certified:
        said = _("Whether an offer is left out that enough people would have preferred cannot be certified here, as lots were drawn.")
    else:
        said = _("None is left out that enough people would have preferred.")
    if lots:
        return said + " " + _("Everybody gets the highest on their list that goes ahead and still had room when their lot came up.")
    return said + " " + _("Everybody gets the highest on their list that goes ahead on their conditions.")


def _unplaced(each: Summary, call: Call) -> str:
    people = each["unplaced"]
    text = ngettext(
        "%(name)s has room for %(most)s: %(number)s more person wanted it, drew lots with the others and got no place there.",
        "%(name)s has room for %(most)s: %(number)s more people wanted it, drew lots with the others and got no place there.",
        people,
    )
    return text % {"name": each["name"], "most": counted(each["capacity"], each["quorum_unit"], call.unit), "number": plain(people)}


def _parted(offers: Iterable[Summary]) -> tuple[list[Summary], list[Summary]]:
    """What matters first: those that go ahead, then the others, the nearest to its quorum first; apart from them those nobody preferred."""
    ordered = sorted(offers, key=lambda each: (not each["active"], -each["scan"] / each["quorum"]))
    idle = [each for each in ordered if not each["active"] and not each["scan"]]
    if len(idle) < FOLDED_FROM or len(idle) == len(ordered):
        return ordered, []
    return ordered[: -len(idle)], idle


def _folded(rows: list[list[Any]], units: set[str], call: Call) -> dict[str, Any] | None:
    if not rows:
        return None
    words = ngettext("and %(number)s other that nobody preferred", "and %(number)s others that nobody preferred", len(rows))
    # Whose it is and what it needed: the rest is the same for all of them.
    return {"words": words % {"number": plain(len(rows))}, "columns": _columns(units, call)[:2], "rows": [row[:2] for row in rows]}


def _row(each: Summary, call: Call, units: set[str]) -> list[Any]:
    unit = each["quorum_unit"]

    def shown(value: int) -> str:
        return figure(value, unit) if len(units) == 1 else counted(value, unit, call.unit)

    verdict = {"words": _("goes ahead"), "tone": "go"} if each["active"] else {"words": _("does not go ahead"), "tone": "no"}
    if each["active"] and each.get("tier"):
        verdict["words"] = _("goes ahead, tier from %(tier)s") % {"tier": figure(each["tier"], unit)}
    if each.get("failed"):
        verdict = {"words": _("went ahead, then failed"), "tone": "no"}
    elif each.get("took_over"):
        verdict = {"words": _("took over later"), "tone": "go"}
    bought = shown(each["total"]) if each["active"] else "–"
    people = [] if units <= {QuorumUnit.BUYERS} else [plain(each["people"]) if each["active"] else "–"]
    return [
        {"words": each["name"], "href": f"/calls/{call.slug}/offers/{each['ref']}/"},
        shown(each["quorum"]),
        shown(each["scan"]),
        bought,
        *people,
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


def _group(each: Summary, offers: dict[str, Summary], call: Call) -> dict[str, Any]:
    return {"list": " → ".join(_line(line, offers, call) for line in each["list"]) or _("whoever buys nothing"), "count": each["count"]}


def _line(line: str | Summary, offers: dict[str, Summary], call: Call) -> str:
    """One line of a list, with the conditions that its people made and that were still open."""
    if isinstance(line, str):
        return str(offers[line]["name"])
    offer = offers[line["offer"]]
    only_if = condition(at_least=line["at_least"], near=line["near"], unit=offer["quorum_unit"], thing=call.unit, place="")
    return f"{offer['name']} ({only_if})"


def _joined(names: list[str]) -> str:
    if len(names) < 2:  # noqa: PLR2004 - one name joins nothing
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

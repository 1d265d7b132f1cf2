# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why pledges of a decided call bought nothing, from its outcome and what its offers are by now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from insieme.offers.models import Agreement, Answer, Assignment, Offer, Outcome, Pledge, Stage
from insieme.offers.rules.pledging import Entry
from insieme.offers.rules.unserved import Fate, Reason, hangs_on_neighbours, reasons


def fates_of(call_ids: Collection[int]) -> dict[str, Fate]:
    """What became of each offer of these decided calls. Two queries; none for no call."""
    rows = Offer.objects.filter(call_id__in=call_ids).standing().select_related("organisation", "call").order_by("pk")
    return fates_among(list(rows)) if call_ids else {}


def fates_among(offers: Collection[Offer]) -> dict[str, Fate]:
    """What became of these offers, each with its call and its company, by the name that it has now. One query."""
    outcomes = Outcome.objects.filter(call_id__in={offer.call_id for offer in offers})
    rows = {row["ref"]: (row, verdict) for found, verdict in outcomes.values_list("summary__offers", "verdict") for row in found}
    return {offer.ref: _fate(offer, *rows[offer.ref]) for offer in offers if offer.ref in rows}


def reasons_for(pledges: Iterable[Pledge], fates: Mapping[str, Fate]) -> dict[int, list[Reason]]:
    """Why each of these pledges, which bought nothing when it was decided, did not, by its key.

    One query where somebody asked for people from their place, and lots were drawn or preferences went round in a circle; else none.
    """
    lists = [(each, [Entry.from_json(entry) for entry in each.entries]) for each in pledges]
    asked = {
        (entry.offer, pledge.place_code)
        for pledge, entries in lists
        for entry in entries
        if pledge.place_code and entry.offer in fates and hangs_on_neighbours(entry, fates[entry.offer])
    }
    near = _neighbours(asked) if asked else {}
    return {
        pledge.pk: reasons(entries, fates, near={entry.offer: near.get((entry.offer, pledge.place_code), 0) for entry in entries})
        for pledge, entries in lists
    }


def unserved(pledge: Pledge | None, last: Assignment | None) -> list[Reason]:
    """The same for one pledge of a decided call and what it bought last; none where it bought something or does not stand.

    Three queries at most.
    """
    if pledge is None or pledge.withdrawn or last is not None:
        return []
    return reasons_for([pledge], fates_of({pledge.call_id}))[pledge.pk]


def _neighbours(asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many from a place bought of an offer when it was decided, and not only later, in the place of one that failed."""
    carried = Agreement.objects.filter(pledge=OuterRef("pledge"), failure__runner_up=OuterRef("offer"))
    later = Exists(carried.filter(answer=Answer.YES, failure__stage=Stage.CARRIED))
    there = Q(offer__ref__in={ref for ref, _place in asked}, pledge__place_code__in={place for _ref, place in asked})
    rows = Assignment.objects.filter(~later, there).order_by().values_list("offer__ref", "pledge__place_code")
    return {(ref, place): people for ref, place, people in rows.annotate(people=Count("pk"))}


def _fate(offer: Offer, row: Mapping[str, Any], verdict: str) -> Fate:
    return Fate(
        name=offer.organisation.name,
        unit=row["quorum_unit"],
        thing=offer.call.unit,
        total=row["total"],
        ahead=row["active"],
        # Also those are scarce that nobody was turned away from for want of a place alone.
        lots=bool(row.get("unplaced")) or (offer.capacity is not None and row["total"] >= offer.capacity),
        circle=verdict == "contested",
        later=bool(row.get("took_over")),
        failed=bool(row.get("failed")),
        alike=tuple(offer.alike),
    )

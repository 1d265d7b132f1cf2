# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closed call as the clearing counts it: its standing offers, and every standing pledge as a ranked list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from insieme.offers.models import Call, Offer
from insieme.offers.queries.offers import terms
from insieme.offers.queries.pledges import Counted, snapshot
from insieme.offers.rules import pledging
from insieme.offers.rules.clearing import instance as given
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.reduction import Reduction
from insieme.offers.rules.clearing.result import Result
from insieme.offers.rules.clearing.unplaced import unplaced
from insieme.people.queries import organisations_by_id


@dataclass(frozen=True, slots=True)
class Ballots:
    """The instance, and beside it what its places stand for: `offers[j]`, `pledges[i]`, and `places[i]`: where its lines stand on the list.

    A line that was made for other words of its offer than those in force is not in the instance; `lapsed` pledges have such lines.
    """

    instance: given.Instance
    offers: list[Offer]
    pledges: list[Counted]
    places: list[tuple[int, ...]]
    lapsed: int


def ballots(call: Call, *, seed: bytes, without: Collection[str] = ()) -> Ballots:
    """Lay a closed call out for the clearing, as if the offers in `without` had not been made. Four queries, the pledges streamed."""
    known = {ref: each for ref, each in terms(call).items() if ref not in without}
    rows = {offer.ref: offer for offer in Offer.objects.standing().filter(call_id=call.pk)}
    place = {ref: number for number, ref in enumerate(known)}
    pledges = list(snapshot(call))
    counted = [_counted(pledge, known, without) for pledge in pledges]
    lists = [_list(pledge, entries, known, place) for pledge, entries in zip(pledges, counted, strict=True)]
    places = [tuple(at for at, _entry in entries) for entries in counted]
    lapsed = sum(len(kept) < _lines(pledge, without) for pledge, kept in zip(pledges, places, strict=True))
    offers = [given.Offer(ref, each.quorum, each.thresholds, each.capacity) for ref, each in known.items()]
    return Ballots(instance_of(offers, lists, seed=seed), [rows[ref] for ref in known], pledges, places, lapsed)


def _counted(pledge: Counted, known: dict[str, pledging.Terms], without: Collection[str]) -> list[tuple[int, pledging.Entry]]:
    lines = pledging.counting([pledging.Entry.from_json(entry) for entry in pledge.entries], known)
    return [(place, entry) for place, entry in lines if entry.offer not in without] if without else lines


def _lines(pledge: Counted, without: Collection[str]) -> int:
    return sum(entry["offer"] not in without for entry in pledge.entries) if without else len(pledge.entries)


def _list(
    counted: Counted, entries: Sequence[tuple[int, pledging.Entry]], known: dict[str, pledging.Terms], place: dict[str, int]
) -> given.Pledge:
    lines = tuple(
        given.Entry(
            place[entry.offer],
            pledging.weight(known[entry.offer], quantity=counted.quantity, is_new=entry.offer in counted.new_for),
            entry.at_least or 0,
            entry.near or 0,
        )
        for _at, entry in entries
    )
    return given.Pledge(lines, place=counted.place or None, commitment=bytes.fromhex(counted.commitment))


def summarised(ballots: Ballots, result: Result, public: Reduction) -> dict[str, Any]:
    """What the page of the outcome shows, as JSON: offers with their numbers, rounds, rivals, and the groups of the reduced lists."""
    companies = organisations_by_id({offer.organisation_id for offer in ballots.offers})
    most = result.max_participation
    lost = unplaced(ballots.instance, result).tolist()
    return {
        "offers": [
            {**_numbers(offer, companies[offer.organisation_id], result, public), "unplaced": out}
            for offer, out in zip(ballots.offers, lost, strict=True)
        ],
        "rounds": [{"certain": list(certain), "possible": list(possible)} for certain, possible in result.rounds],
        "rivals": [
            {"active": list(rival.active), "people_served": rival.people_served, "ranks": list(rival.ranks)} for rival in result.rivals
        ],
        "max_participation": most and {"active": list(most.active), "people_served": most.people_served},
        "reduced_groups": _groups(public),
        "shortened": public.shortened,
        "lapsed": ballots.lapsed,
    }


def _numbers(offer: Offer, company: Any, result: Result, public: Reduction) -> dict[str, Any]:
    place = next(number for number, each in enumerate(public.instance.offers) if each.id == offer.ref)
    rows = public.result.assigned
    people = rows.count[public.instance.offer[rows.entry, rows.pledge] == place].sum()
    return {
        "ref": offer.ref,
        "name": company.name,
        "slug": company.slug,
        "product": offer.product,
        "quorum": offer.quorum,
        "quorum_unit": offer.quorum_unit,
        "capacity": offer.capacity,
        "active": offer.ref in result.active,
        "total": result.totals.get(offer.ref, 0),
        "scan": result.scan[offer.ref],
        "tier": result.tier.get(offer.ref),
        "people": int(people),
    }


def _groups(public: Reduction) -> list[dict[str, Any]]:
    """The lists as they are published, with how many people share each, the largest group first.

    A line is the ref of its offer; with the conditions that are left of it, where there are any, it is a dict.
    """
    instance = public.instance
    refs = [offer.id for offer in instance.offers]
    none = np.zeros_like(instance.offer)
    conditions = [none if each is None else each for each in (instance.at_least, instance.near)]
    counts: dict[tuple[tuple[str, int, int], ...], int] = {}
    for pledge, count in enumerate(instance.count.tolist()):
        lines = zip(*(each[:, pledge].tolist() for each in (instance.offer, *conditions)), strict=True)
        key = tuple((refs[place], at_least, near) for place, at_least, near in lines if place >= 0)
        counts[key] = counts.get(key, 0) + count
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [{"list": [_line(*line) for line in key], "count": count} for key, count in ordered]


def _line(ref: str, at_least: int, near: int) -> str | dict[str, Any]:
    return {"offer": ref, "at_least": at_least, "near": near} if at_least or near else ref

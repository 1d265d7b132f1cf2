# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is published of the lists: enough for anybody to clear again and find the same, too little to find a person.

A full ranking of offers identifies people, so of each list is left only what could still matter after the rounds: impossible entries
go, everything below the first certain one goes, conditions that are certain to be met go, and with them the place. If the rounds
decide everything, that is just the entry that each person got; so it is where places were scarce, for the lottery is drawn and over.

Equal lists are counted together and their weights evened out: of n people who add W in all, each gets W // n and W % n of them one more,
so that the total stays exact and no weight is anybody's own. A list that fewer than five people share is shortened to the entry they
got, which joins them with all who got the same. Shortening takes nobody from an offer that goes ahead, so what was stable stays stable,
but it may bring up another outcome. Therefore the reduced lists are cleared, and if offers, totals, tiers or people differ then all
lists are shortened: those clear to the same outcome whatever else there is, as nobody is left who would come to any other offer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from insieme.offers.rules.clearing.assignment import totals
from insieme.offers.rules.clearing.book import Book, book_of
from insieme.offers.rules.clearing.clearing import actual, clear
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.instance import Entry, Instance, Ints, Pledge
from insieme.offers.rules.clearing.lottery import is_scarce
from insieme.offers.rules.clearing.result import Result
from insieme.offers.rules.clearing.rounds import rounds

SMALL = 5
"""Fewer people than this are not shown with a list of their own, only with what they got: how many got what is the outcome itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """The reduced lists and what is published with them: it holds for them, and explains itself by what the whole lists gave."""

    instance: Instance
    result: Result
    shortened: bool
    """Whether contested entries had to be left out too, so that the rivals show in the published outcome alone."""


class Kept(NamedTuple):
    """What is left of an entry: its offer, the conditions that are still open, and the place where they look."""

    offer: int
    at_least: int
    near: int
    place: str | None


class Group:
    """People who share what is left of their lists."""

    def __init__(self) -> None:
        self.people = 0
        self.weights: list[int] = []

    def join(self, people: int, weights: list[int]) -> None:
        """Count more people, who together add these weights."""
        self.people += people
        self.weights = [a + b for a, b in zip(self.weights or [0] * len(weights), weights, strict=True)]


def reduced(instance: Instance, result: Result) -> Reduction:
    """The lists as they may be published, with their own result."""
    if result.verdict != "unique" and not is_scarce(instance):
        short = _instance(instance, _groups(instance, result))
        found = clear(short)
        if _outcome(found) == _outcome(result):
            return Reduction(short, _explained(found, result), shortened=False)
    short = _instance(instance, _as_served(instance, result))
    return Reduction(short, _explained(clear(short), result), shortened=result.verdict != "unique")


def _explained(found: Result, result: Result) -> Result:
    """What the reduced lists clear to, with the verdict and the explanations that only the whole lists can give."""
    return replace(
        found,
        verdict=result.verdict,
        certified=result.certified,
        rounds=result.rounds,
        rivals=result.rivals,
        max_participation=result.max_participation,
        exhaustive=result.exhaustive,
    )


def _outcome(result: Result) -> tuple[object, ...]:
    return result.active, result.totals, result.tier, result.people_served, result.people_unserved


Groups = dict[tuple[Kept, ...], Group]


def _as_served(instance: Instance, result: Result) -> Groups:
    """Everybody with the one entry that they got, or with none."""
    rows = result.assigned
    people = np.bincount(instance.offer[rows.entry, rows.pledge], rows.count, len(instance.offers)).astype(np.int64)
    groups: Groups = defaultdict(Group)
    for offer, (count, total) in enumerate(zip(people.tolist(), totals(instance, rows).tolist(), strict=True)):
        groups[Kept(offer, 0, 0, None),].join(count, [total])
    groups[()].join(result.people_unserved, [])
    return groups


def _groups(instance: Instance, result: Result) -> Groups:
    """What the rounds leave of everybody's lists; small groups shortened to what they got."""
    book = book_of(instance)
    low, high = rounds(book)[-1]
    state = actual(book, result.assigned)
    live = book.terms.live(state)
    kept = _kept(book, low)
    whole: Groups = defaultdict(Group)
    served: dict[tuple[Kept, ...], int] = {}
    for terms, people, weights in _rows(book, low, high):
        key = tuple(kept[term] for term in terms)
        whole[key].join(people, weights)
        served[key] = next((rank for rank, term in enumerate(terms) if live[term]), -1)
    groups: Groups = defaultdict(Group)
    for key, group in whole.items():
        rank = served[key]
        if group.people >= SMALL or not key:
            groups[key].join(group.people, group.weights)
        elif rank < 0:
            groups[()].join(group.people, [])
        else:
            groups[Kept(key[rank].offer, 0, 0, None),].join(group.people, [group.weights[rank]])
    return groups


def _rows(book: Book, low: Ints, high: Ints) -> list[tuple[list[int], int, list[int]]]:
    """Each kind of list between `low` and `high`: its terms, its people, what they add to each of its entries together."""
    narrow = book.within(low, high)
    found = []
    for lists in (narrow.plain, narrow.chains.lists):
        people = np.ones(lists.size) if lists.people is None else lists.people
        weight = np.broadcast_to(people, lists.terms.shape) if lists.weight is None else lists.weight
        for terms, count, added in zip(
            lists.terms.T.tolist(), people.astype(np.int64).tolist(), weight.T.astype(np.int64).tolist(), strict=True
        ):
            ranks = [rank for rank, term in enumerate(terms) if term != book.terms.size]
            found.append(([terms[rank] for rank in ranks], count, [added[rank] for rank in ranks]))
    return found


def _kept(book: Book, low: Ints) -> list[Kept]:
    """What is left of each term: the conditions that are not certain, and the place of a cell in which something still is open."""
    terms = book.terms
    most = np.bincount(terms.coordinate, minlength=len(low))
    names = _places(book)
    found = []
    for term in range(terms.size):
        offer, cell = int(terms.offer[term]), int(terms.cell[term])
        met = low[offer] >= terms.need[term] and low[offer] > 0
        near_met = low[cell] >= terms.near_need[term] and low[offer] > 0
        place = names.get(cell) if low[cell] < most[cell] else None
        found.append(Kept(offer, 0 if met else int(terms.at_least[term]), 0 if near_met else int(terms.near[term]), place))
    return found


def _places(book: Book) -> dict[int, str]:
    """The place of each cell, by its coordinate."""
    instance, terms = book.instance, book.terms
    if not terms.cells or instance.place is None:
        return {}
    cells = terms.cell[book.lists.terms]
    found: dict[int, str] = {}
    for row in cells:
        coordinates, first = np.unique(row, return_index=True)
        found.update(
            (int(cell), instance.places[instance.place[at]])
            for cell, at in zip(coordinates, first, strict=True)
            if terms.offers <= cell < terms.offers + terms.cells
        )
    return found


def _instance(instance: Instance, groups: Groups) -> Instance:
    pledges = [pledge for key, group in sorted(groups.items(), key=lambda each: str(each[0])) for pledge in _pledges(key, group)]
    return instance_of(instance.offers, pledges, seed=instance.seed)


def _pledges(key: tuple[Kept, ...], group: Group) -> list[Pledge]:
    """A group's lines, with its weights evened out: those who add one more come first."""
    if not group.people:
        return []
    shares = [divmod(weight, group.people) for weight in group.weights]
    bounds = sorted({0, group.people, *(more for _, more in shares)})
    place = next((kept.place for kept in key if kept.place is not None), None)
    return [
        Pledge(
            tuple(
                Entry(kept.offer, weight=share + (start < more), at_least=kept.at_least, near=kept.near)
                for kept, (share, more) in zip(key, shares, strict=True)
            ),
            count=end - start,
            place=place,
        )
        for start, end in pairwise(bounds)
    ]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""One pass over everybody: what each offer would reach if it were open besides those that already are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insieme.offers.rules.clearing.instance import Flags, Ints
from insieme.offers.rules.clearing.lists import Column, Exact, Lists
from insieme.offers.rules.clearing.terms import Terms


@dataclass(frozen=True, slots=True, eq=False)
class Willing:
    """People and weight behind each term, among those who hold nothing better elsewhere."""

    people: Exact
    weight: Exact


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """What every offer's greatest self-consistent set of buyers adds up to, and how many of them there are in each cell."""

    total: Ints
    near: Ints


def willing(lists: Lists, live: Flags) -> Willing:
    """Walk down the lists that name no offer twice; each person stops at the first term that is live."""
    people, weight = np.zeros(len(live)), np.zeros(len(live))
    rows: Ints | None = None
    for rank, column in enumerate(lists.terms):
        here = column if rows is None else column[rows]
        behind = _behind(lists.people, rows)
        counted = np.bincount(here, behind, len(live))
        people += counted
        if lists.weight is not None:
            weight += np.bincount(here, lists.weight[rank] if rows is None else lists.weight[rank][rows], len(live))
        going = np.flatnonzero(~live[here])
        rows = going if rows is None else rows[going]
    return Willing(people, people if lists.weight is None else weight)


def _behind(people: Exact | None, rows: Ints | None) -> Exact | None:
    return people if people is None or rows is None else people[rows]


class Chains:
    """The lists that name an offer more than once: a person counts at the first of its entries whose conditions are met."""

    def __init__(self, lists: Lists, terms: Terms) -> None:
        self.lists = lists
        self.offer = terms.offer[lists.terms]
        self.size = terms.size + 1
        self.before = _same_offer_before(lists.terms, self.offer, terms.size)

    def within_reach(self, live: Flags) -> Flags:
        """Which entries have no better live one of another offer above them."""
        taken = np.full(self.lists.size, -1)
        blocked = np.zeros(self.lists.size, dtype=bool)
        reach = np.zeros(self.lists.terms.shape, dtype=bool)
        for rank, column in enumerate(self.lists.terms):
            same = (taken == -1) | (taken == self.offer[rank])
            reach[rank] = ~blocked & same
            held = live[column]
            blocked |= held & ~same
            taken = np.where(held & (taken == -1), self.offer[rank], taken)
        return reach

    def counted(self, reach: Flags, met: Flags) -> Willing:
        """People and weight behind each term when those of `met` are met."""
        people, weight = np.zeros(self.size), np.zeros(self.size)
        done = np.zeros((len(reach) + 1, self.lists.size), dtype=bool)  # the last row is 'no earlier entry'
        each = np.arange(self.lists.size)
        for rank, column in enumerate(self.lists.terms):
            earlier = done[self.before[rank], each]
            here = reach[rank] & met[column] & ~earlier
            done[rank] = here | earlier
            rows = np.flatnonzero(here)
            counted = np.bincount(column[rows], _behind(self.lists.people, rows), self.size)
            people += counted
            weight += counted if self.lists.weight is None else np.bincount(column[rows], self.lists.weight[rank][rows], self.size)
        return Willing(people, weight)


def _same_offer_before(terms: Column, offer: Ints, nothing: int) -> Ints:
    """For each entry, the rank of the nearest entry of the same offer above it, or the depth of the lists."""
    depth = len(terms)
    before = np.full(terms.shape, depth)
    for rank in range(depth):
        for above in range(rank):
            same = (offer[above] == offer[rank]) & (terms[above] != nothing) & (terms[rank] != nothing)
            before[rank] = np.where(same, above, before[rank])
    return before


def repeating(terms: Column, offer: Ints, nothing: int) -> Flags:
    """Which lists name an offer more than once."""
    return np.asarray((_same_offer_before(terms, offer, nothing) < len(terms)).any(axis=0))


def volumes(terms: Terms, plain: Willing, chains: Chains, live: Flags) -> Volumes:
    """Delete the entries whose conditions are not met until all that are left support each other: the greatest such set."""
    met = np.ones(terms.size + 1, dtype=bool)
    met[-1] = False
    reach = chains.within_reach(live) if chains.lists.size else None
    always = terms.offers + terms.cells
    while True:
        people, weight = plain.people * met, plain.weight * met
        if reach is not None:
            chained = chains.counted(reach, met)
            people, weight = people + chained.people, weight + chained.weight
        total = np.bincount(terms.offer, weight, terms.offers + 1).astype(np.int64)
        near = np.bincount(terms.cell, people, always + 1).astype(np.int64)
        still = met & (total[terms.offer] >= terms.at_least) & ((near[terms.cell] >= terms.near) | (terms.near == 0))
        if (still == met).all():
            return Volumes(total[: terms.offers], near[terms.offers : always])
        met = still

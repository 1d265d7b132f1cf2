# SPDX-License-Identifier: AGPL-3.0-or-later
"""The market without scarce places: everybody gets the best term of their list that is live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from insieme.offers.rules.clearing.instance import Flags, Instance, Ints
from insieme.offers.rules.clearing.lists import Column, Lists, gathered, grouped, lists_of
from insieme.offers.rules.clearing.scan import Chains, Volumes, repeating, volumes, willing
from insieme.offers.rules.clearing.terms import Terms, terms_of


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """How well people are served: how many, and how many up to each rank. The greater, the better."""

    served: int
    up_to: tuple[int, ...]

    @property
    def ranks(self) -> list[int]:
        """How many people got their first entry, their second, and so on."""
        return [here - above for above, here in zip((0, *self.up_to), self.up_to, strict=False)]


class Candidate(NamedTuple):
    """A state, and how people would stand in it."""

    state: Ints
    standing: Standing


class Market(Protocol):
    """What the rule asks of a market: what is reached if `state` is open, and how people would be served by it."""

    offers: int
    entries: int

    def nothing(self) -> Ints:
        """The state in which no offer goes ahead."""
        ...

    def reached(self, state: Ints) -> Ints:
        """F: what would be reached by those who hold nothing better elsewhere in `state`. The more in, the less out."""
        ...

    def standing(self, state: Ints) -> Standing:
        """How people are served by `state`. The more is open, the better for everybody."""
        ...

    def within(self, low: Ints, high: Ints) -> Market:
        """The same market for states between `low` and `high`, without what those cannot decide."""
        ...


class Book:
    """Terms and lists, with every pass over them remembered.

    `lists` are everybody's, in the order of the pledges. Passed over are `plain`, grouped, and `chained`, which name an offer twice.
    """

    def __init__(self, instance: Instance, terms: Terms, lists: Lists, plain: Lists, chained: Lists) -> None:
        self.instance = instance
        self.offers = terms.offers
        self.terms = terms
        self.lists = lists
        self.plain = plain
        self.chains = Chains(chained, terms)
        self.entries = plain.terms.size + chained.terms.size
        self._quorum = np.array([offer.quorum for offer in instance.offers], dtype=np.int64)
        self.known: dict[bytes, Volumes] = {}

    def nothing(self) -> Ints:
        """The state in which no offer goes ahead."""
        return np.zeros(self.offers + self.terms.cells + 1, dtype=np.int64)

    def volumes(self, state: Ints) -> Volumes:
        """What each offer would reach if it were open besides what is open in `state`."""
        key = state.tobytes()
        if key not in self.known:
            live = self.terms.live(state)
            self.known[key] = volumes(self.terms, willing(self.plain, live), self.chains, live)
        return self.known[key]

    def reached(self, state: Ints) -> Ints:
        """F: the milestones that those volumes reach; none of an offer that misses its quorum."""
        found = self.volumes(state)
        return self.milestones(found.total, found.near)

    def milestones(self, total: Ints, near: Ints) -> Ints:
        """How many milestones stand at or below these totals and people near; none of an offer below its quorum."""
        terms = self.terms
        height = np.concatenate([total, near, [0]])
        ahead = np.append(total >= self._quorum, False)[terms.owner]
        met = (height[terms.coordinate] >= terms.value) & ahead[terms.coordinate]
        return np.bincount(terms.coordinate[met], minlength=len(height))

    def standing(self, state: Ints) -> Standing:
        """How many people get an entry, and up to which rank."""
        live = self.terms.live(state)
        depth = self.lists.terms.shape[0]
        up_to = np.zeros(depth, dtype=np.int64)
        for lists in (self.plain, self.chains.lists):
            rank = best(lists.terms, live)
            up_to += np.bincount(rank, lists.people, depth + 1)[:depth].astype(np.int64)
        up_to = np.cumsum(up_to)
        return Standing(int(up_to[-1]) if depth else 0, tuple(int(each) for each in up_to))

    def within(self, low: Ints, high: Ints) -> Book:
        """Lists without impossible entries and without what stands below the first certain one."""
        certain, possible = self.terms.live(low), self.terms.live(high)
        if possible[:-1].all() and not certain.any():
            return self
        plain = _narrowed(self.plain, certain, possible)
        if self.terms.has_conditions:
            plain = gathered(plain, self.terms.size)
        plain = grouped(plain, self.terms.size, sorting=True)
        return Book(self.instance, self.terms, self.lists, plain, _narrowed(self.chains.lists, certain, possible))


def _narrowed(lists: Lists, certain: Flags, possible: Flags) -> Lists:
    """What is left stays at its rank."""
    nothing = len(certain) - 1
    terms = lists.terms.copy()
    going = np.ones(lists.size, dtype=bool)
    for column in terms:
        sure = certain[column]
        column[~(going & possible[column])] = nothing
        going &= ~sure
    return Lists(terms, lists.people, lists.weight)


def best(terms: Column, live: Flags) -> Ints:
    """The rank of the first live term of each list, or the depth of the lists."""
    dead = ~live
    rank, waiting = np.zeros(terms.shape[1], dtype=np.uint8), np.ones(terms.shape[1], dtype=bool)
    # Who waits is added to the rank: a mask instead would have the processor guess at each person.
    for column in terms:
        waiting &= dead[column]
        rank += waiting
    return rank.astype(np.int64)


def book_of(instance: Instance, *, grouping: bool = True) -> Book:
    """Open the book of an instance; grouping pays when it is passed over more than once."""
    terms, rows = terms_of(instance)
    lists = lists_of(rows, terms.size, instance.count, instance.weight)
    if not terms.has_conditions:
        plain, chained = lists, lists.only(np.zeros(lists.size, dtype=bool))
    else:
        repeats = repeating(lists.terms, terms.offer[lists.terms], terms.size)
        plain, chained = lists.only(~repeats), lists.only(repeats)
    return Book(instance, terms, lists, grouped(plain, terms.size, sorting=False) if grouping else plain, chained)

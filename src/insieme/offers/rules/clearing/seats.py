# SPDX-License-Identifier: AGPL-3.0-or-later
"""The market with scarce places where everybody adds one and nobody makes a condition: people choose in the order of the lottery.

Opening one more offer never brings anybody to another one (a freed seat goes down a chain of people who all move up), so the counts stay
antitone and the rule holds as it stands. Source: resource monotonicity of serial dictatorship (Ehlers and Klaus 2003).
"""

from __future__ import annotations

import numpy as np

from insieme.offers.rules.clearing.book import Standing, best
from insieme.offers.rules.clearing.instance import Instance, Ints

BLOCK = 1 << 12
"""So many people choose at a time: what is left of a block is gone through again after each offer that fills up in it."""


class Seats:
    """One column a person, in the order of the lottery."""

    def __init__(self, instance: Instance) -> None:
        self.offers = len(instance.offers)
        self.depth = len(instance.offer)
        # Below everybody's list stands 'nothing', which is never open.
        rows = np.pad(instance.offer, ((0, 1), (0, 0)), constant_values=self.offers).astype(np.int64)
        self.lists: Ints = np.where(rows < 0, self.offers, rows)
        self.entries = self.lists.size * self.offers  # a run for each offer
        self.quorum = np.array([offer.quorum for offer in instance.offers], dtype=np.int64)
        ample = len(instance.count)
        places = [ample if each.capacity is None else min(each.capacity, ample) for each in instance.offers]
        self.capacity = np.array(places, dtype=np.int64)
        self._known: dict[bytes, Ints] = {}

    def nothing(self) -> Ints:
        """The state in which no offer goes ahead."""
        return np.zeros(self.offers, dtype=np.int64)

    def totals(self, state: Ints) -> Ints:
        """What each offer would reach if it were open besides what is open in `state`; a run of its own for each that is not."""
        key = state.tobytes()
        if key not in self._known:
            found = self._taken(state)
            for offer in np.flatnonzero(state == 0).tolist():
                found[offer] = self._opened(state, offer)
            self._known[key] = found
        return self._known[key]

    def reached(self, state: Ints) -> Ints:
        """F: the offers that reach their quorum so."""
        return (self.totals(state) >= self.quorum).astype(np.int64)

    def standing(self, state: Ints) -> Standing:
        """How many people get a place, and up to which rank."""
        up_to = np.cumsum(np.bincount(self.got(state), minlength=self.depth + 1)[:-1])
        return Standing(int(up_to[-1]) if self.depth else 0, tuple(int(each) for each in up_to))

    def within(self, low: Ints, high: Ints) -> Seats:
        """The same, asking only about the offers that those leave open."""
        return _Narrow(self, low, high)

    def got(self, state: Ints) -> Ints:
        """The rank of the entry that each person gets, or the depth of the lists."""
        return self._seated(state)[0]

    def _seated(self, state: Ints) -> tuple[Ints, Ints]:
        """The rank that each person gets, and how many seats of each offer are taken then."""
        left, is_open = self.capacity.copy(), np.append(state.astype(bool) & (self.capacity > 0), False)
        got = np.full(self.lists.shape[1], self.depth)
        start = 0
        while start < len(got):
            block = self.lists[:, start : start + BLOCK]
            rank = best(block[:-1], is_open)
            offer = block[rank, np.arange(len(rank))]
            asked = np.bincount(offer, minlength=self.offers + 1)[:-1]
            last, full = _first_to_fill(offer, asked, left)
            if full is not None:
                asked = np.bincount(offer[:last], minlength=self.offers + 1)[:-1]
                is_open[full] = False
            got[start : start + last] = rank[:last]
            left -= asked
            start += last
        return got, self.capacity - left

    def _taken(self, state: Ints) -> Ints:
        return self._seated(state)[1]

    def _opened(self, state: Ints, offer: int) -> int:
        opened = state.copy()
        opened[offer] = 1
        return int(self._taken(opened)[offer])


class _Narrow(Seats):
    """Between two states that bound each other, what is the same in both is known."""

    def __init__(self, seats: Seats, low: Ints, high: Ints) -> None:
        self.offers, self.depth, self.lists, self.entries = seats.offers, seats.depth, seats.lists, seats.entries
        self.quorum, self.capacity = seats.quorum, seats.capacity
        self._low = low
        self._asked = low < high
        self._found: dict[bytes, Ints] = {}

    def reached(self, state: Ints) -> Ints:
        """F, for the offers that are asked about."""
        key = state.tobytes()
        if key not in self._found:
            found = self._low.copy()
            taken = self._taken(state)
            for offer in np.flatnonzero(self._asked).tolist():
                volume = taken[offer] if state[offer] else self._opened(state, offer)
                found[offer] = volume >= self.quorum[offer]
            self._found[key] = found
        return self._found[key]


def _first_to_fill(offer: Ints, asked: Ints, left: Ints) -> tuple[int, int | None]:
    """How many of these people can choose before an offer is full, and which."""
    last, full = len(offer), None
    for each in np.flatnonzero((asked >= left) & (asked > 0)):
        taken = int(np.flatnonzero(offer == each)[left[each] - 1]) + 1
        if taken <= last:
            last, full = taken, int(each)
    return last, full

# SPDX-License-Identifier: AGPL-3.0-or-later
"""All 2**m outcomes of m contested offers at once, by sums over subsets (the zeta transform).

Somebody counts for an offer in every outcome that holds none of the contested offers above it on their list. So the volumes of an offer
in all outcomes are sums over the subsets of what each outcome leaves out: m * 2**m additions instead of 2**m scans.
"""

from __future__ import annotations

import numpy as np

from insieme.offers.rules.clearing.book import Book, Candidate, Standing
from insieme.offers.rules.clearing.instance import Flags, Ints
from insieme.offers.rules.clearing.lists import Column, Exact, Lists, weighed

CONTESTED = 20
"""Up to so many contested offers every outcome is looked at."""

CACHED = 1 << 15
"""So many sums at a time, which stay in the processor's cache."""


class Outcomes:
    """Every outcome between `low` and `high` of a book without conditions; outcome number s holds the contested offers of its bits."""

    def __init__(self, book: Book, low: Ints, high: Ints) -> None:
        self.low = low
        self.contested = np.flatnonzero(low < high)
        self.count = 1 << len(self.contested)
        self._quorums = [book.instance.offers[offer].quorum for offer in self.contested]
        self._walk(book.within(low, high).plain, book.terms.live(low))
        self.judge()

    def judge(self) -> None:
        """Mark the outcomes that are right about every offer."""
        self.stable = np.ones(self.count, dtype=bool)
        self.feasible = np.ones(self.count, dtype=bool)
        for place, quorum in enumerate(self._quorums):
            self._judge(place, self.volumes(place) >= quorum)

    def _walk(self, lists: Lists, certain: Flags) -> None:
        """Note at every rank which contested offers a list has passed by then; and for each offer, who comes to it past which others.

        Neighbouring lists that begin alike are counted together as far as they do: grouped lists are sorted, and few at the first ranks.
        """
        people = np.ones(lists.size) if lists.people is None else lists.people
        bit = np.full(len(certain), -1, dtype=np.int8)
        bit[self.contested] = np.arange(len(self.contested))
        mask = np.where(bit < 0, 0, np.left_shift(1, np.maximum(bit, 0).astype(np.int32), dtype=np.int32))
        passed = np.zeros(lists.size, dtype=np.int32)
        looking = np.ones(lists.size, dtype=bool)
        differs = np.arange(lists.size) == 0
        self.people = int(people.sum())
        total = self.people if lists.weight is None else int(lists.weight.sum())
        self._kind: type[np.int32 | np.int64] = np.int32 if total < 1 << 31 else np.int64
        self._unserved: list[tuple[Ints, Exact]] = []
        coming: list[tuple[Ints, Ints, Exact]] = []
        for rank, column in enumerate(lists.terms):
            differs[1:] |= column[1:] != column[:-1]
            starts = np.flatnonzero(differs)
            here = bit[column[starts]]
            weight = np.add.reduceat(people if lists.weight is None else lists.weight[rank], starts) if len(starts) else np.zeros(0)
            coming.append((here[here >= 0], passed[starts][here >= 0], weight[here >= 0]))
            passed = passed | mask[column]
            looking &= ~certain[column]
            self._unserved.append((passed[looking], people[looking]))
        self._coming = _by_offer(coming, len(self.contested))

    def _judge(self, place: int, enough: Flags) -> None:
        """Unmark the outcomes that are wrong about one offer: they hold it below its quorum, or leave it out above."""
        enough = enough.reshape(-1, 1 << place)
        feasible, stable = (each.reshape(-1, 2, 1 << place) for each in (self.feasible, self.stable))
        feasible[:, 1] &= enough
        stable[:, 1] &= enough
        stable[:, 0] &= ~enough

    def volumes(self, place: int) -> Column:
        """What a contested offer would reach in each outcome of the others; that is the same with it and without it."""
        passed, weight = self._coming[place]
        found: Column = weighed(leaving_out(place, passed), weight, self.count // 2).astype(self._kind)
        return sums_over_subsets(found)[::-1]

    def unserved(self, rank: int) -> Column:
        """How many people each outcome leaves unserved by their entries up to a rank."""
        passed, people = self._unserved[rank]
        return sums_over_subsets(weighed(passed, people, self.count).astype(self._kind))[::-1]

    def best(self, among: Flags, many: int) -> list[Candidate]:
        """The `many` outcomes that serve people best, and all that serve them as well as the last of those."""
        numbers = np.flatnonzero(among)
        if len(numbers) > many and self._unserved:
            served = self._up_to(len(self._unserved) - 1, numbers)
            numbers = numbers[served >= np.partition(served, -many)[-many]]
        rows = np.zeros((len(self._unserved), len(numbers)), dtype=np.int64)
        for rank in range(len(rows)):
            rows[rank] = self._up_to(rank, numbers)
        if len(numbers) > many and len(rows):
            order = np.lexsort((*rows[::-1], rows[-1]))[::-1]
            tied = (rows == rows[:, order[many - 1], None]).all(axis=0)
            tied[order[:many]] = True
            numbers, rows = numbers[tied], rows[:, tied]
        return [
            Candidate(self._state(number), Standing(up_to[-1] if up_to else 0, tuple(up_to)))
            for number, up_to in zip(numbers.tolist(), rows.T.tolist(), strict=True)
        ]

    def _up_to(self, rank: int, numbers: Ints) -> Ints:
        """How many people each of these outcomes serves with their entries up to a rank."""
        return self.people - self.unserved(rank)[numbers].astype(np.int64)

    def _state(self, number: int) -> Ints:
        state = self.low.copy()
        state[self.contested] |= number >> np.arange(len(self.contested)) & 1
        return state


def _by_offer(coming: list[tuple[Ints, Ints, Exact]], offers: int) -> list[tuple[Ints, Exact]]:
    """Sort those who come to the contested offers by offer: which others they passed, and with what weight they come."""
    if not coming:
        return [(np.zeros(0, dtype=np.int32), np.zeros(0))] * offers
    bit, passed, weight = (np.concatenate(parts) for parts in zip(*coming, strict=True))
    order = np.argsort(bit, kind="stable")
    ends = np.cumsum(np.bincount(bit, minlength=offers))[:-1]
    return list(zip(np.split(passed[order], ends), np.split(weight[order], ends), strict=True))


def leaving_out(place: int, bits: Ints) -> Ints:
    """Sets of contested offers written without the bit of one of them, which they do not hold."""
    below = bits & (1 << place) - 1
    return below | (bits ^ below) >> 1


def sums_over_subsets(values: Column) -> Column:
    """For each set of bits, the sum of the values of all its subsets; in place."""
    for start in range(0, len(values), CACHED):
        _add(values[start : start + CACHED], 1)
    _add(values, CACHED)
    return values


def _add(values: Column, step: int) -> None:
    while step < len(values):
        pairs = values.reshape(-1, 2, step)
        if step < 8:  # noqa: PLR2004 - numpy adds few long columns faster than many short rows
            for column in range(step):
                pairs[:, 1, column] += pairs[:, 0, column]
        else:
            pairs[:, 1] += pairs[:, 0]
        step *= 2

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outcome as it would be if the call closed now, kept up pledge by pledge without passing over everybody again.

For the promoter alone, never public: it would have people vote against the standings. All that a clearing adds up is linear in the
pledges, so one more pledge adds to every sum that is known: the volumes of the states that the rounds went through, and the volumes of
all contested outcomes. Only a pledge that changes what is certain or possible has everything counted anew. For pledges without
conditions and offers without scarce places (`Forecast` refuses others with `ValueError`).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from insieme.offers.rules.clearing.book import Book, Standing, book_of
from insieme.offers.rules.clearing.choice import settled
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.instance import Instance, Ints, Places, Pledge
from insieme.offers.rules.clearing.lists import Column
from insieme.offers.rules.clearing.lottery import is_scarce
from insieme.offers.rules.clearing.outcomes import Outcomes, leaving_out

Kind = TypeVar("Kind", Ints, Places)


class Remembered(Outcomes):
    """All contested outcomes, with their sums kept."""

    def __init__(self, book: Book, low: Ints, high: Ints) -> None:
        self._volumes: dict[int, Column] = {}
        self._left: dict[int, Column] = {}
        self._certain = low > 0
        super().__init__(book, low, high)

    def volumes(self, place: int) -> Column:
        """As counted once, and added to since."""
        if place not in self._volumes:
            self._volumes[place] = super().volumes(place).astype(np.int64)
        return self._volumes[place]

    def unserved(self, rank: int) -> Column:
        """As counted once, and added to since."""
        if rank not in self._left:
            self._left[rank] = super().unserved(rank).astype(np.int64)
        return self._left[rank]

    def join(self, pledge: Pledge) -> None:
        """Add one pledge to every sum, and judge all outcomes again."""
        places = {int(offer): place for place, offer in enumerate(self.contested)}
        numbers = np.arange(self.count)
        for rank in range(len(self._unserved)):
            self.unserved(rank)
        passed, looking = 0, True
        for rank in range(len(self._unserved)):
            entry = pledge.entries[rank] if looking and rank < len(pledge.entries) else None
            if entry is not None and entry.offer in places:
                place = places[entry.offer]
                others = numbers[: self.count // 2] & int(leaving_out(place, np.array(passed)))
                self.volumes(place)[others == 0] += entry.weight * pledge.count
                passed |= 1 << place
            looking = looking and not (entry is not None and self._certain[entry.offer])
            if looking:
                self._left[rank][numbers & passed == 0] += pledge.count
        self.people += pledge.count
        self.judge()


class Forecast:
    """A clearing that grows; `settled` is what the rule makes of it now."""

    def __init__(self, instance: Instance) -> None:
        if instance.at_least is not None or instance.near is not None or is_scarce(instance):
            msg = "a forecast is for pledges without conditions and offers without scarce places"
            raise ValueError(msg)
        self.instance = instance
        self._joined: list[Pledge] = []
        self.count_anew()

    def join(self, pledge: Pledge) -> None:
        """Add one pledge."""
        self._joined.append(pledge)
        if not self._added(pledge):
            self.instance = joined(self.instance, self._joined)
            self._joined = []
            self.count_anew()

    def count_anew(self) -> None:
        """Pass over everybody."""
        self._book = book_of(self.instance)
        self._outcomes: Remembered | None = None
        self.settled = settled(self._book, self.instance, self._look_at)

    def _look_at(self, book: Book, low: Ints, high: Ints) -> Outcomes:
        if self._outcomes is None:
            self._outcomes = Remembered(book, low, high)
        return self._outcomes

    def _added(self, pledge: Pledge) -> bool:
        """Whether the pledge could be added to the sums: it leaves what is certain and possible as it was."""
        is_summed = self.settled.verdict == "unique" or self._outcomes is not None
        if not is_summed or len(pledge.entries) > len(self.instance.offer):
            return False
        for low, high in self.settled.rounds:
            for state in (low, high):
                found = self._book.known[state.tobytes()]
                before = self._book.milestones(found.total, found.near)
                _walk(pledge, state, found.total)
                if (self._book.milestones(found.total, found.near) != before).any():
                    return False
        if self._outcomes:
            self._outcomes.join(pledge)
            self.settled = settled(self._book, self.instance, self._look_at)
        else:
            chosen = self.settled.chosen
            self.settled = self.settled._replace(chosen=chosen._replace(standing=_served(chosen.standing, pledge, chosen.state)))
        return True


def _walk(pledge: Pledge, state: Ints, total: Ints) -> None:
    """Add one pledge to the volumes of a state."""
    for entry in pledge.entries:
        total[entry.offer] += entry.weight * pledge.count
        if state[entry.offer]:
            return


def _served(standing: Standing, pledge: Pledge, state: Ints) -> Standing:
    rank = next((rank for rank, entry in enumerate(pledge.entries) if state[entry.offer]), None)
    if rank is None:
        return standing
    up_to = tuple(count + pledge.count * (rank <= at) for at, count in enumerate(standing.up_to))
    return Standing(up_to[-1], up_to)


def joined(instance: Instance, pledges: list[Pledge]) -> Instance:
    """The instance with these pledges at its end."""
    more = instance_of(instance.offers, pledges, seed=instance.seed)
    depth = max(len(instance.offer), len(more.offer))
    weights = None
    if instance.weight is not None or more.weight is not None:
        weights = _beside(_weights(instance), _weights(more), depth, 1)
    offers = _beside(instance.offer, more.offer, depth, -1)
    return Instance(instance.seed, instance.offers, offers, np.append(instance.count, more.count), weights)


def _weights(instance: Instance) -> Ints:
    return np.ones(instance.offer.shape, dtype=np.int64) if instance.weight is None else instance.weight


def _beside(left: Kind, right: Kind, depth: int, otherwise: int) -> Kind:
    sides = [np.pad(side, ((0, depth - len(side)), (0, 0)), constant_values=otherwise) for side in (left, right)]
    return np.concatenate(sides, axis=1)

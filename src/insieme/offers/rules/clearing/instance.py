# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a clearing is given: offers with their quorums, everybody's ranked entries as columns, and the seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

LARGEST = 2**53 - 1
"""No number and no total may be greater: up to here JSON means the same to everybody, and numpy's weighted counts are exact."""

NOTHING = -1


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer's quorum, tiers and capacity, all in the unit of the quorum."""

    id: str
    quorum: int
    tiers: tuple[int, ...] = ()
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a pledge: the offer's place among the offers, what this person adds to it, and on what conditions."""

    offer: int
    weight: int = 1
    at_least: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True)
class Pledge:
    """A ranked list, best first, that `count` different people of one place have made; with its `commitment` where it is one person's."""

    entries: tuple[Entry, ...]
    count: int = 1
    place: str | None = None
    commitment: bytes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Offers, seed and pledges, one column a pledge and one row a rank.

    `offer[r, i]` is the place of the offer that stands r-th on list i, or -1. `weight`, `at_least` and `near` have the same shape, or
    are None where they are 1, 0 and 0 throughout. `place[i]` is a place in `places`, or -1. `commitments`, where given, are
    what the lottery for scarce places is drawn over: one for each pledge, which then stands for one person.
    """

    seed: bytes
    offers: tuple[Offer, ...]
    offer: Places
    count: Ints
    weight: Ints | None = None
    at_least: Ints | None = None
    near: Ints | None = None
    place: Places | None = None
    places: tuple[str, ...] = ()
    commitments: Sequence[bytes] | None = None

    @property
    def people(self) -> int:
        """How many people have pledged."""
        return int(self.count.sum())

    @property
    def is_plain(self) -> bool:
        """Whether everybody adds one and nobody makes a condition."""
        return self.weight is None and self.at_least is None and self.near is None

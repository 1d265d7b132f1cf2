# SPDX-License-Identifier: AGPL-3.0-or-later
"""Laying pledges out as the columns of an instance."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from insieme.offers.rules.clearing.instance import NOTHING, Entry, Flags, Instance, Ints, Offer, Pledge


class Columns:
    """Pledges, one after the other. Entries that only name an offer cost one number each; what else an entry says is kept apart."""

    def __init__(self) -> None:
        self._offer: list[int] = []
        self._length: list[int] = []
        self._count: list[int] = []
        self._said: list[tuple[int, int, int, int]] = []
        self._place: dict[int, int] = {}
        self._places: dict[str, int] = {}
        self.commitments: list[bytes] = []

    def add(self, pledge: Pledge) -> None:
        """Add a pledge."""
        for at, entry in enumerate(pledge.entries, start=len(self._offer)):
            if entry != Entry(entry.offer):
                self._said.append((at, entry.weight, entry.at_least, entry.near))
        if pledge.place is not None:
            self._place[len(self._count)] = self._places.setdefault(pledge.place, len(self._places))
        if pledge.commitment is not None:
            self.commitments.append(pledge.commitment)
        self.add_plain([entry.offer for entry in pledge.entries], pledge.count)

    def add_plain(self, offers: list[int], count: int) -> None:
        """Add a pledge of nowhere that only ranks offers."""
        self._offer.extend(offers)
        self._length.append(len(offers))
        self._count.append(count)

    def instance(self, offers: Iterable[Offer], *, seed: bytes) -> Instance:
        """All that was added, as an instance: each pledge with a commitment, or none."""
        length = np.array(self._length, dtype=np.int64)
        here = np.arange(length.max(initial=0)) < length[:, None]
        offer = np.full(here.T.shape, NOTHING, dtype=np.int32)
        offer.T[here] = self._offer
        said = np.array(self._said, dtype=np.int64).reshape(-1, 4).T
        place = None
        if self._place:
            place = np.full(len(length), NOTHING, dtype=np.int32)
            place[list(self._place)] = list(self._place.values())
        return Instance(
            seed=seed,
            offers=tuple(offers),
            offer=offer,
            count=np.array(self._count, dtype=np.int64),
            weight=_spread(said[0], said[1], 1, here),
            at_least=_spread(said[0], said[2], 0, here),
            near=_spread(said[0], said[3], 0, here),
            place=place,
            places=tuple(self._places),
            commitments=self.commitments or None,
        )


def instance_of(offers: Iterable[Offer], pledges: Iterable[Pledge], *, seed: bytes) -> Instance:
    """The instance of these pledges."""
    columns = Columns()
    for pledge in pledges:
        columns.add(pledge)
    return columns.instance(offers, seed=seed)


def _spread(at: Ints, value: Ints, otherwise: int, here: Flags) -> Ints | None:
    """A column for what some entries say; None where none of them says anything."""
    if (value == otherwise).all():
        return None
    flat = np.full(np.count_nonzero(here), otherwise, dtype=np.int64)
    flat[at] = value
    spread = np.full(here.T.shape, otherwise, dtype=np.int64)
    spread.T[here] = flat
    return spread

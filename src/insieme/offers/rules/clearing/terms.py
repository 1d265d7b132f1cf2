# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms and milestones: what distinguishes one entry from another, and what its conditions wait for.

A *term* is an offer with its conditions, seen from one place; a few terms stand for millions of entries. A *cell* is an offer in a
place where somebody counts neighbours. A *milestone* is a height on a coordinate: coordinates are the offers (their totals), then the
cells (their people), then one more that always holds. A *state* is the number of milestones reached on each coordinate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insieme.offers.rules.clearing.instance import LARGEST, NOTHING, Flags, Instance, Ints, Places

DENSE = 1 << 24
"""Keys below this are told apart in a table instead of being sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of an instance, one a place in each column; the last one is 'nothing stands here'."""

    offer: Ints
    at_least: Ints
    near: Ints
    cell: Ints  # coordinate of the cell that a buyer counts in, or the last coordinate
    need: Ints  # milestones of the offer that must be reached
    near_need: Ints
    owner: Ints  # the offer of each coordinate
    coordinate: Ints  # of each milestone
    value: Ints
    offers: int
    cells: int

    @property
    def size(self) -> int:
        """How many terms there are, without 'nothing'."""
        return len(self.offer) - 1

    @property
    def has_conditions(self) -> bool:
        """Whether any entry waits for more than its offer's quorum."""
        return bool(self.at_least.any() or self.near.any())

    def live(self, state: Ints) -> Flags:
        """Which terms hold in `state`: the offer goes ahead and their own conditions are met."""
        held = (state[self.offer] >= self.need) & (state[self.cell] >= self.near_need)
        held[-1] = False
        return held


def terms_of(instance: Instance) -> tuple[Terms, Places]:
    """The terms of an instance, and its lists written in them."""
    offers = len(instance.offers)
    if instance.at_least is None and instance.near is None:
        rows = np.where(instance.offer == NOTHING, offers, instance.offer)
        plain = np.zeros(offers, dtype=np.int64)
        return _with_milestones(instance, np.stack([np.arange(offers), plain, plain, plain + NOTHING]), plain[:0]), rows
    here = np.nonzero(instance.offer != NOTHING)
    offer = instance.offer[here].astype(np.int64)
    place = np.full(len(offer), NOTHING) if instance.place is None else instance.place[here[1]].astype(np.int64)
    at_least = np.zeros(1, dtype=np.int64) if instance.at_least is None else instance.at_least[here]
    near = np.zeros(1, dtype=np.int64) if instance.near is None else _near(instance.near[here], place)
    cells, cell = _cells(offer, near, place, len(instance.places))
    parts = [np.broadcast_to(part, offer.shape) for part in (offer, at_least, near, cell)]
    heights = np.unique(at_least), np.unique(near)
    each, which = _kinds(
        (offer, offers),
        (np.searchsorted(heights[0], parts[1]), len(heights[0])),
        (np.searchsorted(heights[1], parts[2]), len(heights[1])),
        (cell + 1, len(cells) + 1),
    )
    rows = np.full(instance.offer.shape, len(each), dtype=np.int32)
    rows[here] = which
    return _with_milestones(instance, np.stack([part[each] for part in parts]), cells), rows


def _near(near: Ints, place: Ints) -> Ints:
    """Nobody needs a neighbour to be one person near home; who is at home nowhere has no neighbours, whatever they ask."""
    return np.where(near <= 1, 0, np.where(place == NOTHING, LARGEST, near))


def _cells(offer: Ints, near: Ints, place: Ints, places: int) -> tuple[Ints, Ints]:
    """The offer of each cell, and the cell in which each entry counts: everybody who lists an offer in a place where somebody looks."""
    key = np.where(place == NOTHING, NOTHING, offer * places + place)
    watched = np.unique(key[np.broadcast_to(near > 0, key.shape) & (place != NOTHING)])
    if not len(watched):
        return watched, np.full(len(key), NOTHING)
    if key.max() < DENSE:
        cell = np.full(int(key.max()) + 2, NOTHING)  # the last one is what 'nowhere' finds
        cell[watched] = np.arange(len(watched))
        return watched // places, cell[key]
    found = np.minimum(np.searchsorted(watched, key), len(watched) - 1)
    return watched // places, np.where(watched[found] == key, found, NOTHING)


def _kinds(*parts: tuple[Ints, int]) -> tuple[Ints, Ints]:
    """Where one of each kind of entry stands, and of which kind each one is; every part comes with the number that it stays below."""
    key, span = parts[0]
    for part, values in parts[1:]:
        if span * values >= 1 << 62:
            each, key = _numbered(key, span)
            span = len(each)
        key = key * values + part
        span *= values
    return _numbered(key, span)


def _numbered(key: Ints, span: int) -> tuple[Ints, Ints]:
    """Where one of each key stands, and the number of each; by a table where there is room for one."""
    if span > DENSE:
        _, each, which = np.unique(key, return_index=True, return_inverse=True)
        return each, which
    seen = np.full(span, NOTHING)
    seen[key] = np.arange(len(key))
    kinds = seen != NOTHING
    return seen[kinds], (np.cumsum(kinds) - 1)[key]


def _with_milestones(instance: Instance, parts: Ints, cells: Ints) -> Terms:
    offer, at_least, near, cell = parts
    offers = len(instance.offers)
    always = offers + len(cells)
    quorum = np.array([each.quorum for each in instance.offers], dtype=np.int64)
    coordinate = np.where(cell == NOTHING, always, offers + cell)
    wanted = np.maximum(at_least, quorum[offer])
    marks = _marks(np.append(np.arange(offers), offer), np.append(quorum, wanted), coordinate[near > 0], near[near > 0])
    return Terms(
        offer=np.append(offer, offers),
        at_least=np.append(at_least, 0),
        near=np.append(near, 0),
        cell=np.append(coordinate, always),
        need=np.append(_steps(marks, offer, wanted), 0),
        near_need=np.append(_steps(marks, coordinate, near), 0),
        owner=np.concatenate([np.arange(offers), cells, [offers]]),
        coordinate=marks[0],
        value=marks[1],
        offers=offers,
        cells=len(cells),
    )


def _marks(offer: Ints, wanted: Ints, cell: Ints, near: Ints) -> Ints:
    """The milestones: coordinate above, value below, sorted, each once."""
    marks = np.stack([np.append(offer, cell), np.append(wanted, near)])
    marks = marks[:, np.lexsort(marks[::-1])]
    fresh = np.ones(marks.shape[1], dtype=bool)
    fresh[1:] = (marks[:, 1:] != marks[:, :-1]).any(axis=0)
    return marks[:, fresh]


def _steps(marks: Ints, coordinate: Ints, value: Ints) -> Ints:
    """How many milestones of each coordinate stand at or below each value."""
    first = np.searchsorted(marks[0], coordinate, side="left")
    # Milestones are sorted by coordinate and value: give each its place in one order, and count up to the value asked for.
    values, place = np.unique(np.append(marks[1], value), return_inverse=True)
    key = marks[0] * len(values) + place[: marks.shape[1]]
    upto = np.searchsorted(key, coordinate * len(values) + place[marks.shape[1] :], side="right")
    return upto - first

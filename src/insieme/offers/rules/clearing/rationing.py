# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scarce places where people add different weights or make conditions: the counts are no longer antitone.

Cleared as if there were room for all; then each offer beyond its capacity is filled in the order of the lottery, whoever does not fit
loses that entry, and everything is cleared again, until all fit. Offers left under their quorum, and conditions that fail, drop out by
the clearing itself. What comes out is feasible; that no group could do better is not certified.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from insieme.offers.rules.clearing.book import Book, best, book_of
from insieme.offers.rules.clearing.choice import Settled, settled
from insieme.offers.rules.clearing.instance import Instance, Ints
from insieme.offers.rules.clearing.lottery import without


class Rationed(NamedTuple):
    """The last clearing, the book that it was made in, and the rank of the entry that each person got."""

    settled: Settled
    book: Book
    got: Ints


def rationed(people: Instance) -> Rationed:
    """Clear and ration in turn. `people` has one column a person, in the order of the lottery."""
    while True:
        book = book_of(people)
        found = settled(book, people)
        got = best(book.lists.terms, book.terms.live(found.chosen.state))
        losers = _losers(people, got)
        if not len(losers):
            return Rationed(found, book, got)
        people = without(people, got[losers], losers)


def _losers(people: Instance, got: Ints) -> Ints:
    """Who does not fit any more when their turn comes; smaller ones after them may still."""
    placed = np.flatnonzero(got < len(people.offer))
    offer = people.offer[got[placed], placed]
    weight = np.ones(len(placed), dtype=np.int64) if people.weight is None else people.weight[got[placed], placed]
    lost: list[int] = []
    for place, each in enumerate(people.offers):
        if each.capacity is None:
            continue
        left = each.capacity
        for person, asked in zip(placed[offer == place].tolist(), weight[offer == place].tolist(), strict=True):
            if asked > left:
                lost.append(person)
            else:
                left -= asked
    return np.array(sorted(lost), dtype=np.int64)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who drew lots and got no place: what a lottery took from people, for whoever explains an outcome."""

from __future__ import annotations

import numpy as np

from insieme.offers.rules.clearing.book import best, book_of
from insieme.offers.rules.clearing.clearing import actual
from insieme.offers.rules.clearing.instance import Instance, Ints
from insieme.offers.rules.clearing.lottery import is_scarce
from insieme.offers.rules.clearing.result import Result


def unplaced(instance: Instance, result: Result) -> Ints:
    """How many people each offer would have served, on their conditions, had it had room for all; none where no lot was drawn."""
    if not is_scarce(instance):
        return np.zeros(len(instance.offers), dtype=np.int64)
    book = book_of(instance, grouping=False)
    rows = result.assigned
    first = best(book.lists.terms, book.terms.live(actual(book, rows)))
    left = instance.count.copy()
    placed = rows.entry == first[rows.pledge]
    np.subtract.at(left, rows.pledge[placed], rows.count[placed])
    wanting = np.flatnonzero((first < len(instance.offer)) & (left > 0))
    return np.bincount(instance.offer[first[wanting], wanting], left[wanting], len(instance.offers)).astype(np.int64)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Depth-first search between what is certain and what is possible, for the cases too large or too rich to enumerate.

Both searches narrow every branch with the rule's own map, and stop after a number of branches that depends on the size of the case
alone, never on the time or the machine. A search that was stopped says so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from insieme.offers.rules.clearing.book import Market, Standing
from insieme.offers.rules.clearing.instance import Ints

BRANCHES = 20_000
"""A search looks at so many branches at most"""

FEWEST = 100
"""and at so many at least; between the two, at as many as read"""

READ = 400_000_000
"""so many entries of lists."""

COMPARED = 10
"""What is only published for comparison may cost so many times less."""


class Found(NamedTuple):
    """The states found, and whether the search came to its end."""

    states: list[Ints]
    exhaustive: bool


def stable_states(market: Market, low: Ints, high: Ints, branches: int) -> Found:
    """All states that reach exactly themselves."""
    found: list[Ints] = []
    stack = [(low, high)]
    for _ in range(branches):
        if not stack:
            break
        narrowed = _narrowed(market, *stack.pop())
        if narrowed is None:
            continue
        if (narrowed[0] == narrowed[1]).all():
            found.append(narrowed[0])
        else:
            stack.extend(_halves(*narrowed))
    return Found(found, not stack)


def best_feasible_states(market: Market, low: Ints, high: Ints, branches: int) -> Found:
    """The states that reach at least themselves and serve people best; several only where they serve equally."""
    found: list[Ints] = [low]
    best = market.standing(low)
    stack = [(low, high)]
    for _ in range(branches):
        if not stack:
            break
        here, above = stack.pop()
        above = np.minimum(above, market.reached(here))
        if (here > above).any():
            continue
        bound = market.standing(above)
        if bound < best:
            continue
        if (above <= market.reached(above)).all():
            # The more is open the better for everybody: nothing below this state can serve as well.
            found, best = _joined(found, best, above, bound), bound
        elif (here < above).any():
            stack.extend(_halves(here, above))
    return Found(found, not stack)


def branches_for(market: Market) -> int:
    """How many branches a search of this market looks at."""
    return max(min(BRANCHES, READ // max(1, market.entries)), FEWEST)


def _joined(found: list[Ints], best: Standing, state: Ints, standing: Standing) -> list[Ints]:
    if standing > best:
        return [state]
    return found if any((state == other).all() for other in found) else [*found, state]


def _narrowed(market: Market, low: Ints, high: Ints) -> tuple[Ints, Ints] | None:
    """Close the gap as far as the map itself does: a stable state between the two lies between what they reach."""
    while True:
        top = np.minimum(high, market.reached(low))
        bottom = np.maximum(low, market.reached(top))
        if (bottom > top).any():
            return None
        if (bottom == low).all() and (top == high).all():
            return low, high
        low, high = bottom, top


def _halves(low: Ints, high: Ints) -> list[tuple[Ints, Ints]]:
    """Without and with the next milestone that is open; the half that has it is looked into first."""
    at = int(np.flatnonzero(low < high)[0])
    without, having = high.copy(), low.copy()
    without[at] = low[at]
    having[at] = low[at] + 1
    return [(low, without), (having, high)]

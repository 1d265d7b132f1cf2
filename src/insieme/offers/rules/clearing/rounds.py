# SPDX-License-Identifier: AGPL-3.0-or-later
"""The alternating rounds: what is certain, what is possible."""

from __future__ import annotations

from typing import NamedTuple

from insieme.offers.rules.clearing.book import Market
from insieme.offers.rules.clearing.instance import Ints


class Round(NamedTuple):
    """The milestones that are certain at this point, and those that are possible then."""

    certain: Ints
    possible: Ints


def rounds(market: Market) -> list[Round]:
    """Alternate between 'reached if only the certain is open' and 'reached even if all that is possible is open', until nothing moves.

    Every stable state lies between the last two. Source: Knaster-Tarski for the square of an antitone map.
    """
    certain = market.nothing()
    found: list[Round] = []
    while True:
        possible = market.reached(certain)
        found.append(Round(certain, possible))
        surer = market.reached(possible)
        if (surer == certain).all():
            return found
        certain = surer

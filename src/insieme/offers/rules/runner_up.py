# SPDX-License-Identifier: AGPL-3.0-or-later
"""The runner-up: which offer takes the place of one that failed, who is carried over to it, and how long all may think about it.

What would have been is found by the clearing itself, run again on the same lists and the same seed without the offers that failed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

#: So long the runner-up may think about it, and then so long each of its people.
COMPANY_ANSWERS = timedelta(days=7)
PEOPLE_ANSWER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Yes:
    """Somebody who agrees: their pledge, its commitment in the record, and what they add in the unit of the runner-up's quorum."""

    pledge: int
    commitment: str
    weight: int


def runner_up(gains: Mapping[str, int]) -> str | None:
    """The offer to which the recount gives most of the people who have no supplier; of equals the first one, None where none gains any."""
    best = max(gains, key=lambda ref: gains[ref], default=None)  # max() keeps the first of equals
    return best if best is not None and gains[best] > 0 else None


def gains(free: Iterable[str], offers: Sequence[str]) -> dict[str, int]:
    """How many people without a supplier each offer gets, in the order of the offers."""
    counts = dict.fromkeys(offers, 0)
    for ref in free:
        counts[ref] += 1
    return counts


def carried(said: Iterable[Yes], *, held: int, quorum: int, capacity: int | None, seed: bytes) -> list[Yes]:
    """Who buys from the runner-up: all who agreed, as far as there is room, in the order of the lots; nobody where that misses the quorum.

    `held` is what those bring along who buy from it already. Source: docs/adr/0004 (the lots).
    """
    total, kept = held, []
    for each in sorted(said, key=lambda yes: hashlib.sha256(seed + bytes.fromhex(yes.commitment)).digest()):
        if capacity is None or total + each.weight <= capacity:
            total += each.weight
            kept.append(each)
    return kept if total >= quorum else []

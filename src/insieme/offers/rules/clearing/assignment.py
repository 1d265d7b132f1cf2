# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an assignment adds up to."""

from __future__ import annotations

import numpy as np

from insieme.offers.rules.clearing.instance import Instance, Ints, Offer
from insieme.offers.rules.clearing.result import Assigned


def assigned_by_pledge(instance: Instance, got: Ints) -> Assigned:
    """Everybody behind a pledge gets the entry at the same rank; at the depth of the lists, nothing."""
    served = np.flatnonzero((got < len(instance.offer)) & (instance.count > 0))
    return Assigned(served, got[served], instance.count[served])


def assigned_by_person(instance: Instance, people: Ints, got: Ints) -> Assigned:
    """People of one pledge may get different entries: `people` says whose pledge each is, `got` the rank each got."""
    depth = max(1, len(instance.offer))
    placed = got < len(instance.offer)
    rows, count = np.unique(people[placed] * depth + got[placed], return_counts=True)
    return Assigned(rows // depth, rows % depth, count)


def totals(instance: Instance, assigned: Assigned) -> Ints:
    """What the assigned people add to each offer."""
    rows = assigned.entry, assigned.pledge
    added = assigned.count if instance.weight is None else assigned.count * instance.weight[rows]
    return np.bincount(instance.offer[rows], added, len(instance.offers)).astype(np.int64)


def tier(offer: Offer, total: int) -> int | None:
    """The highest tier that a total reaches."""
    return max((each for each in offer.tiers if each <= total), default=None)

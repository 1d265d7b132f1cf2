# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everybody's ranked lists as columns of terms, equal ones counted once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from insieme.offers.rules.clearing.instance import Flags, Ints
from insieme.offers.rules.clearing.terms import DENSE

Column = npt.NDArray[np.integer]
Exact = npt.NDArray[np.float64]
"""Whole numbers below 2**53: numpy adds weights up as doubles, which are exact there."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """`terms[r]` is what stands r-th on each list; `people` share a list and add `weight[r]` together. None means one each."""

    terms: Column
    people: Exact | None
    weight: Exact | None

    @property
    def size(self) -> int:
        """How many lists there are."""
        return int(self.terms.shape[1])

    def only(self, chosen: Flags) -> Lists:
        """The lists that are chosen."""
        return Lists(
            self.terms[:, chosen],
            None if self.people is None else self.people[chosen],
            None if self.weight is None else self.weight[:, chosen],
        )


def lists_of(rows: Column, terms: int, count: Ints, weight: Ints | None) -> Lists:
    """Lists in the order of the pledges, in the smallest type that holds their terms."""
    small = np.uint8 if terms < 1 << 8 else np.uint16 if terms < 1 << 16 else np.int32
    return Lists(
        terms=np.ascontiguousarray(rows, dtype=small),
        people=None if (count == 1).all() else count.astype(np.float64),
        weight=None if weight is None else (weight * count).astype(np.float64),
    )


def grouped(lists: Lists, terms: int, *, sorting: bool) -> Lists:
    """Count equal lists once, and sort them; where there may be too many kinds for a table only if `sorting` is asked for."""
    used = np.flatnonzero(sum((np.bincount(row, minlength=terms + 1)[:terms] for row in lists.terms), np.zeros(terms)))
    span = (len(used) + 1) ** lists.terms.shape[0]
    if lists.terms.size == 0 or span > (1 << 62 if sorting else DENSE):
        return lists
    key = _spelled_as_number(lists, used, terms)
    if span <= DENSE:
        people = np.bincount(key, lists.people, span)
        kinds = chosen = np.flatnonzero(people)
    else:
        kinds, key = np.unique(key, return_inverse=True)
        people = np.bincount(key, lists.people, len(kinds))
        chosen = np.arange(len(kinds))
    weight = None if lists.weight is None else np.stack([weighed(key, row, len(people))[chosen] for row in lists.weight])
    return Lists(_spell(kinds, used, lists, terms), people[chosen].astype(np.float64), weight)


def gathered(lists: Lists, terms: int) -> Lists:
    """Count together the lists with one entry at most: that is all that the rounds leave of many."""
    stands = lists.terms != terms
    few = np.flatnonzero(stands.sum(axis=0) <= 1)
    if not len(few):
        return lists
    rank = stands[:, few].argmax(axis=0)
    key = rank * (terms + 1) + lists.terms[rank, few]
    size = len(stands) * (terms + 1)
    people = weighed(key, None if lists.people is None else lists.people[few], size)
    kinds = np.flatnonzero(people)
    rank, term = np.divmod(kinds, terms + 1)
    rows = np.full((len(stands), len(kinds)), terms)  # in the type that numpy looks up with: these are passed over often
    rows[rank, np.arange(len(kinds))] = term
    rest = lists.only(stands.sum(axis=0) > 1)
    everybody = np.append(people[kinds], np.ones(rest.size) if rest.people is None else rest.people)
    if lists.weight is None or rest.weight is None:
        return Lists(np.append(rows, rest.terms, axis=1), everybody, None)
    weight = np.zeros(rows.shape)
    weight[rank, np.arange(len(kinds))] = weighed(key, lists.weight[stands[:, few].argmax(axis=0), few], size)[kinds]
    return Lists(np.append(rows, rest.terms, axis=1), everybody, np.append(weight, rest.weight, axis=1))


def weighed(places: Column, weight: Exact | None, size: int) -> Exact:
    """What stands at each place together; one each where no weight is given."""
    return np.bincount(places, weight, size).astype(np.float64, copy=False)


def _spelled_as_number(lists: Lists, used: Ints, terms: int) -> Column:
    """Each list as a number whose digits are its terms, the first one first."""
    digit = np.full(terms + 1, len(used), dtype=np.int64)
    digit[used] = np.arange(len(used))
    key: Column = digit[lists.terms[0]]
    for row in lists.terms[1:]:
        key *= len(used) + 1
        key += digit[row]
    return key


def _spell(kinds: Ints, used: Ints, lists: Lists, terms: int) -> Column:
    """Read the keys of the groups back into terms."""
    rest, spelled = kinds.copy(), np.empty((lists.terms.shape[0], len(kinds)), dtype=lists.terms.dtype)
    words = np.append(used, terms)
    for rank in reversed(range(len(spelled))):
        spelled[rank] = words[rest % len(words)]
        rest //= len(words)
    return spelled

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens if: what each line of a pledge would come to, so that nobody binds themselves to what they did not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insieme.offers.rules.pledging import Entry, Terms, weight


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line of a ranked list: if this offer goes ahead and the conditions hold, so many units are bought for so many cents.

    `counts` is what the pledge adds to the offer's total, in the unit of its quorum: 0 where only new customers count.
    `again` says that the same offer stands higher up with a stricter condition.
    """

    number: int
    offer: str
    at_least: int | None
    near: int | None
    quantity: int
    total_minor: int
    counts: int
    again: bool


def consequences(entries: Sequence[Entry], *, offers: Mapping[str, Terms], quantity: int, new_for: Sequence[str] = ()) -> list[Consequence]:
    """What follows from each line in turn; the first that holds is the only one. Lines that name no standing offer are left out."""
    return list(_consequences(entries, offers, quantity, frozenset(new_for)))


def dearest(found: Sequence[Consequence]) -> int:
    """The most that the person may be asked to pay, in cents; nothing where there is no line."""
    return max((line.total_minor for line in found), default=0)


def _consequences(entries: Sequence[Entry], offers: Mapping[str, Terms], quantity: int, new_for: frozenset[str]) -> Iterator[Consequence]:
    above: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        terms = offers.get(entry.offer)
        if terms is None:
            continue
        yield Consequence(
            number=number,
            offer=entry.offer,
            at_least=entry.at_least,
            near=entry.near,
            quantity=quantity,
            total_minor=quantity * terms.price_minor,
            counts=weight(terms, quantity=quantity, is_new=entry.offer in new_for),
            again=entry.offer in above,
        )
        above.add(entry.offer)

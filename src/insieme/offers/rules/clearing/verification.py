# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checking a result against its instance: is it feasible, is it stable where it says so, and does it add up? Nothing is cleared again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from insieme.offers.rules.clearing.assignment import assigned_by_person, tier, totals
from insieme.offers.rules.clearing.book import Book, best, book_of
from insieme.offers.rules.clearing.clearing import actual, ids
from insieme.offers.rules.clearing.instance import NOTHING, Flags, Instance, Ints
from insieme.offers.rules.clearing.lottery import expanded, is_scarce, people_of
from insieme.offers.rules.clearing.result import Assigned, Result
from insieme.offers.rules.clearing.seats import Seats

VERDICTS = ("unique", "stable", "contested")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An instance, a result that is said to be its own, and what both amount to."""

    instance: Instance
    result: Result
    book: Book
    total: Ints
    state: Ints
    scan: Ints
    scarce: bool
    drawn: Assigned | None  # what the lottery gives, where places are scarce and people plain


def verify(instance: Instance, result: Result) -> str | None:
    """None if the result holds; otherwise the first reason why it does not.

    Rounds, rivals and the comparison with maximum participation are explanations: they are not checked.
    """
    for reason in chain(_names(instance, result), _rows(instance, result)):
        return reason
    case = _case(instance, result)
    checks: tuple[Callable[[Case], Iterator[str]], ...] = (_sums, _feasible, _scanned, _stable, _free_choice)
    return next((reason for check in checks for reason in check(case)), None)


def _names(instance: Instance, result: Result) -> Iterator[str]:
    """Every name must be one of the instance."""
    known = {offer.id for offer in instance.offers}
    for name in (*result.active, *result.totals, *result.tier, *result.scan):
        if name not in known:
            yield f"there is no offer {name!r}"
    if len(set(result.active)) < len(result.active):
        yield "an offer is said twice to go ahead"
    if result.verdict not in VERDICTS:
        yield f"there is no verdict {result.verdict!r}"


def _rows(instance: Instance, result: Result) -> Iterator[str]:
    """Every row of the assignment must be one of the instance, for no more people than there are."""
    rows = result.assigned
    depth, pledges = instance.offer.shape
    if ((rows.pledge >= pledges) | (rows.entry >= depth)).any() or (instance.offer[rows.entry, rows.pledge] == NOTHING).any():
        yield "somebody is assigned an entry that does not exist"
        return
    for row, name in enumerate(rows.named or ()):
        if instance.offers[instance.offer[rows.entry[row], rows.pledge[row]]].id != name:
            yield f"entry {rows.entry[row]} of pledge {rows.pledge[row]} is not {name!r}"
    spot = np.sort(rows.pledge * depth + rows.entry)
    if (spot[1:] == spot[:-1]).any():
        yield "an entry of a pledge is assigned in two rows"
    if (rows.count < 1).any():
        yield "a row of the assignment is for nobody"
    given = np.bincount(rows.pledge, rows.count, pledges)
    for pledge in np.flatnonzero(given > instance.count)[:1]:
        yield f"pledge {pledge} stands for {instance.count[pledge]} people, and more are assigned"


def _case(instance: Instance, result: Result) -> Case:
    book = book_of(instance, grouping=False)
    state = actual(book, result.assigned)
    total, scarce = totals(instance, result.assigned), is_scarce(instance)
    if not scarce or not instance.is_plain:
        return Case(instance, result, book, total, state, book.volumes(state).total, scarce, None)
    people = people_of(instance)
    seats = Seats(expanded(instance, people))
    opened = state[: book.offers]
    return Case(instance, result, book, total, state, seats.totals(opened), scarce, assigned_by_person(instance, people, seats.got(opened)))


def _sums(case: Case) -> Iterator[str]:
    """Totals, tiers and numbers of people must follow from the assignment."""
    result, instance = case.result, case.instance
    active = set(result.active)
    for offer, total in zip(instance.offers, case.total.tolist(), strict=True):
        if offer.id not in active:
            if total or offer.id in result.totals or offer.id in result.tier:
                yield f"{offer.id!r} does not go ahead, and yet something is said to be bought of it"
        elif result.totals.get(offer.id) != total:
            yield f"the total of {offer.id!r} is {total}, not {result.totals.get(offer.id)}"
        elif offer.id not in result.tier or result.tier[offer.id] != tier(offer, total):
            yield f"the tier of {offer.id!r} is {tier(offer, total)}, not {result.tier.get(offer.id)}"
    buyers = np.bincount(instance.offer[result.assigned.entry, result.assigned.pledge], minlength=len(instance.offers))
    for offer, rows in zip(instance.offers, buyers.tolist(), strict=True):
        if rows and offer.id not in active:
            yield f"{offer.id!r} does not go ahead, and yet somebody is assigned to it"
    served = int(result.assigned.count.sum())
    if result.people_served != served:
        yield f"{served} people are served, not {result.people_served}"
    if result.people_unserved != instance.people - served:
        yield f"{instance.people - served} people are not served, not {result.people_unserved}"


def _feasible(case: Case) -> Iterator[str]:
    """Every offer that goes ahead must reach its quorum within its capacity, and every condition must be met."""
    active = set(case.result.active)
    for offer, total in zip(case.instance.offers, case.total.tolist(), strict=True):
        if offer.id in active and total < offer.quorum:
            yield f"{offer.id!r} goes ahead with {total}, below its quorum of {offer.quorum}"
        if offer.capacity is not None and total > offer.capacity:
            yield f"{offer.id!r} is sold {total} times with a capacity of {offer.capacity}"
    rows = case.result.assigned
    met = case.book.terms.live(case.state)[case.book.lists.terms[rows.entry, rows.pledge]]
    for row in np.flatnonzero(~met)[:1]:
        yield f"pledge {rows.pledge[row]} gets entry {rows.entry[row]}, whose conditions are not met"


def _scanned(case: Case) -> Iterator[str]:
    """The published scan must be what one pass over everybody gives."""
    for offer, found in zip(case.instance.offers, case.scan.tolist(), strict=True):
        if case.result.scan.get(offer.id) != found:
            yield f"the scan of {offer.id!r} gives {found}, not {case.result.scan.get(offer.id)}"


def _stable(case: Case) -> Iterator[str]:
    """Where stability is certified, exactly the offers that go ahead must reach their quorum in the scan."""
    result = case.result
    if not result.certified:
        return
    if result.verdict == "contested":
        yield "what is contested cannot be certified as stable"
    if case.scarce and case.drawn is None:
        yield "scarce places with weights or conditions cannot be certified as stable"
    for offer, found in zip(case.instance.offers, case.scan.tolist(), strict=True):
        if found >= offer.quorum and offer.id not in result.active:
            yield f"{offer.id!r} is left out, and yet {found} people or more would have preferred it: its quorum is {offer.quorum}"
        if found < offer.quorum and offer.id in result.active:
            yield f"{offer.id!r} goes ahead, and yet only {found} prefer it: its quorum is {offer.quorum}"
    if not case.scarce and (case.book.reached(case.state) != case.state).any():
        yield "other conditions would be met than those that are"
    if ids(case.instance, case.state) != tuple(offer.id for offer in case.instance.offers if offer.id in result.active):
        yield "the offers that go ahead are not those that are bought"


def _free_choice(case: Case) -> Iterator[str]:
    """Nobody may be placed below an offer that goes ahead and that they prefer, except by the lottery for scarce places."""
    rows, count = case.result.assigned, case.instance.count
    if case.drawn is not None:
        wrong = (_table(case.instance, rows) != _table(case.instance, case.drawn)).any(axis=0)
        if wrong.any():
            yield f"pledge {np.argmax(wrong)} does not get what the lottery gives it"
    elif not case.scarce:
        got = np.full(len(count), len(case.instance.offer))
        got[rows.pledge] = rows.entry
        alike = np.bincount(rows.pledge, rows.count, len(count)) == np.where(got < len(case.instance.offer), count, 0)
        wrong = ~alike | ((count > 0) & _below(case, got))
        if wrong.any():
            yield f"pledge {np.argmax(wrong)} does not get the best of its list that goes ahead"


def _below(case: Case, got: Ints) -> Flags:
    """Who does not have the entry that they should."""
    terms, lists = case.book.terms, case.book.lists.terms
    live = terms.live(case.state)
    if case.result.certified or not terms.has_conditions:
        return np.asarray(got != best(lists, live))
    # No stable outcome exists: then a condition may come true for somebody who was placed before it did.
    return np.asarray(got > best(lists, live & (terms.near == 0) & (terms.at_least == 0)))


def _table(instance: Instance, rows: Assigned) -> Ints:
    """How many people behind each pledge get the entry at each rank."""
    table = np.zeros(instance.offer.shape, dtype=np.int64)
    table[rows.entry, rows.pledge] = rows.count
    return table

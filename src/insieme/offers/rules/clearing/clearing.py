# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clearing itself: an instance in, a result out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from insieme.offers.rules.clearing.assignment import assigned_by_person, assigned_by_pledge, tier, totals
from insieme.offers.rules.clearing.book import Book, Candidate, best, book_of
from insieme.offers.rules.clearing.choice import Settled, most_people, settled
from insieme.offers.rules.clearing.instance import Instance, Ints
from insieme.offers.rules.clearing.lottery import expanded, is_scarce, people_of
from insieme.offers.rules.clearing.rationing import rationed
from insieme.offers.rules.clearing.result import Assigned, Result, Rival
from insieme.offers.rules.clearing.seats import Seats


def clear(instance: Instance) -> Result:
    """Which offers go ahead, by stable clearing, and who buys from whom.

    Source: the rule in docs/reference/clearing.md.
    """
    if not is_scarce(instance):
        return cleared(book_of(instance))
    people = people_of(instance)
    columns = expanded(instance, people)
    if instance.is_plain:
        seats = Seats(columns)
        found = settled(seats, instance)
        assigned = assigned_by_person(instance, people, seats.got(found.chosen.state))
        most = _rival(instance, *most_people(seats, instance, found))
        return _result(instance, found, assigned, seats.totals(found.chosen.state), most)
    fit = rationed(columns)
    assigned = assigned_by_person(instance, people, fit.got)
    return replace(_result(instance, fit.settled, assigned, demand(book_of(instance), assigned), None), certified=False)


def cleared(book: Book) -> Result:
    """Clear an open book, without regard to capacities."""
    instance = book.instance
    found = settled(book, instance)
    assigned = assigned_by_pledge(instance, best(book.lists.terms, book.terms.live(found.chosen.state)))
    most = _rival(instance, *most_people(book, instance, found))
    return _result(instance, found, assigned, demand(book, assigned), most)


def demand(book: Book, assigned: Assigned) -> Ints:
    """One scan over everybody, against the milestones that the assigned people really reach."""
    return book.volumes(actual(book, assigned)).total


def actual(book: Book, assigned: Assigned) -> Ints:
    """The milestones that the assigned people reach."""
    terms = book.terms
    total = totals(book.instance, assigned)
    if not terms.cells:
        return book.milestones(total, np.zeros(0, dtype=np.int64))
    near = np.bincount(terms.cell[book.lists.terms[assigned.entry, assigned.pledge]], assigned.count, terms.offers + terms.cells + 1)
    return book.milestones(total, near[terms.offers : -1].astype(np.int64))


def _result(instance: Instance, found: Settled, assigned: Assigned, scan: Ints, most: Rival | None) -> Result:
    active = ids(instance, found.chosen.state)
    total = {offer.id: int(each) for offer, each in zip(instance.offers, totals(instance, assigned), strict=True) if offer.id in active}
    served = int(assigned.count.sum())
    return Result(
        active=active,
        verdict=found.verdict,
        certified=found.verdict != "contested",
        rounds=tuple((ids(instance, low), ids(instance, high)) for low, high in found.rounds),
        totals=total,
        tier={offer.id: tier(offer, total[offer.id]) for offer in instance.offers if offer.id in total},
        people_served=served,
        people_unserved=instance.people - served,
        scan={offer.id: int(each) for offer, each in zip(instance.offers, scan, strict=True)},
        rivals=tuple(_rival(instance, each) for each in found.rivals),
        max_participation=most,
        assigned=assigned,
        exhaustive=found.exhaustive,
    )


def _rival(instance: Instance, each: Candidate, exhaustive: bool = True) -> Rival:
    return Rival(ids(instance, each.state), each.standing.served, tuple(each.standing.ranks), exhaustive)


def ids(instance: Instance, state: Ints) -> tuple[str, ...]:
    """The ids of the offers that go ahead in a state, in the order of the instance."""
    return tuple(offer.id for offer, level in zip(instance.offers, state, strict=False) if level)

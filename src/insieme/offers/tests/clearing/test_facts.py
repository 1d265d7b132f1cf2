# SPDX-License-Identifier: AGPL-3.0-or-later
"""The proved facts about the rule, as properties of random cases; and the parts checked against slow twins."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from insieme.offers.rules.clearing import search
from insieme.offers.rules.clearing.book import book_of
from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.instance import Entry, Offer, Pledge
from insieme.offers.rules.clearing.lottery import expanded, people_of
from insieme.offers.rules.clearing.outcomes import Outcomes, sums_over_subsets
from insieme.offers.rules.clearing.rounds import rounds
from insieme.offers.rules.clearing.search import best_feasible_states, stable_states
from insieme.offers.rules.clearing.seats import Seats
from insieme.offers.tests.clearing.brute import Brute, subsets
from insieme.offers.tests.clearing.cases import chance, instance, random_case

KINDS = [{}, {"weights": True}, {"conditions": True, "weights": True}]


def _between(random, low, high):
    return np.array([random.randint(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_more_is_open_the_less_is_reached(kind):
    random = chance(f"antitone {kind}")
    moved = 0
    for _ in range(200):
        book = book_of(instance(random_case(random, **kind)))
        most = np.append(np.bincount(book.terms.coordinate, minlength=len(book.nothing()))[:-1], 0)
        small = _between(random, book.nothing(), most)
        large = _between(random, small, most)
        less, more = book.reached(large), book.reached(small)
        assert (less <= more).all()
        assert (book.standing(small) <= book.standing(large)) or (small == large).all()
        moved += (less < more).any()
    assert moved > 20


def test_with_scarce_places_too():
    random = chance("antitone seats")
    for _ in range(200):
        given = instance(random_case(random, capacity=True))
        seats = Seats(expanded(given, people_of(given)))
        small = _between(random, seats.nothing(), seats.nothing() + 1)
        large = _between(random, small, seats.nothing() + 1)
        assert (seats.totals(large)[small == 1] <= seats.totals(small)[small == 1]).all()
        assert (seats.reached(large) <= seats.reached(small)).all()
        assert seats.standing(small) <= seats.standing(large)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_certain_is_feasible_and_the_rounds_are_few(kind):
    random = chance(f"rounds {kind}")
    for _ in range(200):
        book = book_of(instance(random_case(random, **kind)))
        found = rounds(book)
        low, high = found[-1]
        assert (low <= book.reached(low)).all()
        assert (low <= high).all()
        assert len(found) <= len(book.terms.coordinate) + 1


def test_stable_outcomes_lie_between_certain_and_possible():
    random = chance("between")
    for _ in range(150):
        brute = Brute(random_case(random))
        low, high = brute.rounds()[-1]
        assert all(low <= state <= high for state in brute.states() if brute.reached(state) == state)


@pytest.mark.parametrize("kind", [{}, {"weights": True}], ids=str)
def test_a_stable_outcome_is_pareto_optimal_among_all_feasible_assignments(kind):
    random = chance(f"pareto {kind}")
    checked = 0
    while checked < 60:
        case = random_case(random, **kind, most_offers=3, most_people=5)
        result = clear(instance(case))
        brute = Brute(case)
        if not result.certified or len(brute.people) > 5:
            continue
        checked += 1
        lists = [[*range(len(person.lines)), 99] for person in brute.people]
        told = result.as_json(instance(case))
        state = frozenset((offer, "ahead") for offer in told["active"])
        mine = [brute.assign(state).get(number, 99) for number in range(len(lists))]
        for ranks in product(*lists):
            if all(a <= b for a, b in zip(ranks, mine, strict=True)) and list(ranks) != mine:
                assert not _is_feasible(brute, ranks), (case, ranks)


def _is_feasible(brute, ranks):
    totals, buyers = {}, set()
    for person, rank in zip(brute.people, ranks, strict=True):
        if rank != 99:
            line = person.lines[rank]
            totals[line.offer] = totals.get(line.offer, 0) + line.weight
            buyers.add(line.offer)
    return all(totals[offer] >= brute.quorum[offer] for offer in buyers)


def test_the_buyers_of_an_offer_are_the_union_of_all_sets_that_support_themselves():
    random = chance("union")
    checked = 0
    for _ in range(60):
        brute = Brute(random_case(random, conditions=True, most_offers=2, most_people=5))
        if len(brute.people) > 7:
            continue
        for offer in brute.ids:
            nothing = frozenset()
            willing = [number for number, person in enumerate(brute.people) if any(line.offer == offer for line in person.lines)]
            union = set()
            for group in subsets(willing):
                if all(_supported(brute, number, offer, group) for number in group):
                    union |= group
            assert union == set(brute.buyers(offer, nothing))
            checked += bool(union)
    assert checked > 20


def _supported(brute, number, offer, group):
    """Whether somebody has a line of this offer that holds among these people, each of whom adds one."""
    person = brute.people[number]
    near = sum(brute.people[other].place == person.place for other in group)
    return any(line.offer == offer and len(group) >= line.at_least and near >= line.near for line in person.lines)


def test_who_is_at_home_nowhere_has_no_neighbours():
    entries = Entry(0, near=2), Entry(1)
    pledges = [Pledge(entries, place=place) for place in (None, None, "x", "x")]
    result = clear(instance_of([Offer("a", 1), Offer("b", 1)], pledges, seed=b""))
    assert result.assigned.entry.tolist() == [1, 1, 0, 0]
    nobody = clear(instance_of([Offer("a", 1), Offer("b", 1)], pledges[:2], seed=b""))
    assert nobody.active == ("b",)


def test_sums_over_subsets():
    random = np.random.default_rng(3)
    for bits in range(8):
        values = random.integers(0, 9, 1 << bits)
        slow = [sum(values[inner] for inner in range(1 << bits) if inner & outer == inner) for outer in range(1 << bits)]
        assert sums_over_subsets(values.copy()).tolist() == slow
    wide = random.integers(0, 9, 1 << 17)
    summed = sums_over_subsets(wide.copy())
    assert summed[-1] == wide.sum()
    assert summed[3 << 15] == wide[[0, 1 << 15, 1 << 16, 3 << 15]].sum()


def test_search_and_enumeration_find_the_same():
    random = chance("search")
    contested = 0
    for _ in range(400):
        given = instance(random_case(random, most_offers=6, most_people=9))
        book = book_of(given)
        low, high = rounds(book)[-1]
        if (low == high).all():
            continue
        contested += 1
        outcomes = Outcomes(book, low, high)
        narrow = book.within(low, high)
        stable = {state.tobytes() for state in stable_states(narrow, low, high, 9999).states}
        assert stable == {each.state.tobytes() for each in outcomes.best(outcomes.stable, outcomes.count)}
        best = {state.tobytes() for state in best_feasible_states(narrow, low, high, 9999).states}
        assert best == {each.state.tobytes() for each in outcomes.best(outcomes.feasible, 1)}
    assert contested > 40


def test_a_search_that_is_cut_short_says_so(monkeypatch):
    """Fifteen pairs of offers of which either may go ahead: 2**15 stable outcomes, more than are looked at."""
    monkeypatch.setattr(search, "BRANCHES", 500)
    pairs = 15
    names = [f"{letter}{number}" for number in range(pairs) for letter in "ab"]
    lists = [[f"{a}{number}", f"{b}{number}"] for number in range(pairs) for a, b in ("ab", "ba")]
    case = {
        "format": "insieme-clearing/1",
        "seed": "00",
        "offers": [{"id": name, "quorum": 2} for name in names],
        "pledges": [{"list": each} for each in lists],
    }
    given = instance(case)
    book = book_of(given)
    low, high = rounds(book)[-1]
    found = stable_states(book.within(low, high), low, high, 500)
    assert not found.exhaustive
    assert len(found.states) > 100
    assert all((book.reached(state) == state).all() for state in found.states)
    assert clear(given).as_json(given)["exhaustive"] is False

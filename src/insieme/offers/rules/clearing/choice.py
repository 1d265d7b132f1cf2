# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing among states: most people served, then first choices, second choices and so on, then the seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeGuard

import numpy as np

from insieme.offers.rules.clearing.book import Book, Candidate, Market
from insieme.offers.rules.clearing.instance import Instance, Ints
from insieme.offers.rules.clearing.outcomes import CONTESTED, Outcomes
from insieme.offers.rules.clearing.rounds import rounds
from insieme.offers.rules.clearing.search import COMPARED, best_feasible_states, branches_for, stable_states

RIVALS = 20
"""So many other stable outcomes are published; the first of them serve people best."""


class Settled(NamedTuple):
    """What the rule makes of a market."""

    chosen: Candidate
    verdict: str
    rounds: list[tuple[Ints, Ints]]
    rivals: list[Candidate]
    exhaustive: bool
    outcomes: Outcomes | None = None  # where every outcome was looked at


def settled(market: Market, instance: Instance, look_at: Callable[[Book, Ints, Ints], Outcomes] = Outcomes) -> Settled:
    """Apply the rule: the rounds first, then, where they leave something contested, the best of the stable outcomes.

    Verdicts: 'unique' (the rounds decide), 'stable' (the best of those there are), 'contested' (there is none: the best feasible one).
    """
    trail = [(each.certain, each.possible) for each in rounds(market)]
    low, high = trail[-1]
    if (low == high).all():
        return Settled(Candidate(low, market.standing(low)), "unique", trail, [], exhaustive=True)
    if _is_enumerable(market, low, high):
        outcomes = look_at(market, low, high)
        stable = outcomes.best(outcomes.stable, RIVALS + 1)
        ranked = in_order(instance, stable or outcomes.best(outcomes.feasible, 1))
        exhaustive = True
    else:
        outcomes = None
        narrow = market.within(low, high)
        found = stable_states(narrow, low, high, branches_for(narrow))
        stable, exhaustive = _standing(narrow, found.states), found.exhaustive
        if not stable:
            found = best_feasible_states(narrow, low, high, branches_for(narrow))
            exhaustive &= found.exhaustive
        ranked = in_order(instance, stable or _standing(narrow, found.states))
    rivals = ranked[1 : RIVALS + 1] if stable else []
    return Settled(ranked[0], "stable" if stable else "contested", trail, rivals, exhaustive, outcomes)


def most_people(market: Market, instance: Instance, settled: Settled) -> tuple[Candidate, bool]:
    """The feasible outcome that serves the most people, stable or not, and whether all were looked at."""
    low, high = market.nothing(), settled.rounds[0][1]
    if market.standing(high).served == settled.chosen.standing.served:
        return settled.chosen, True
    if _is_enumerable(market, low, high):
        # Where nothing is certain, the contested outcomes were all there are.
        outcomes = settled.outcomes if settled.outcomes and len(settled.rounds) == 1 else Outcomes(market, low, high)
        return in_order(instance, outcomes.best(outcomes.feasible, 1))[0], True
    narrow = market.within(low, high)
    found = best_feasible_states(narrow, low, high, branches_for(narrow) // COMPARED)
    return in_order(instance, [*_standing(narrow, found.states), settled.chosen])[0], found.exhaustive


def _is_enumerable(market: Market, low: Ints, high: Ints) -> TypeGuard[Book]:
    return isinstance(market, Book) and not market.terms.has_conditions and int(np.count_nonzero(low < high)) <= CONTESTED


def _standing(market: Market, states: list[Ints]) -> list[Candidate]:
    return [Candidate(state, market.standing(state)) for state in states]


def in_order(instance: Instance, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, best first."""
    return sorted(candidates, key=lambda each: (each.standing, *_toss(instance, each.state)), reverse=True)


def _toss(instance: Instance, state: Ints) -> tuple[bytes, tuple[int, ...]]:
    """The lot of a state, turned round so that the lowest digest counts as greatest; then the higher milestones."""
    ids = sorted(offer.id for offer, level in zip(instance.offers, state, strict=False) if level)
    lot = hashlib.sha256(instance.seed + "\n".join(ids).encode()).digest()
    return bytes(255 - each for each in lot), tuple(int(level) for level in state)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A result is checked: every single change to what it claims is caught."""

from __future__ import annotations

import copy
import json

import pytest

from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.result_files import result_from
from insieme.offers.rules.clearing.spots import BadFile
from insieme.offers.rules.clearing.verification import verify
from insieme.offers.tests.clearing.cases import FOUR, chance, file, instance, random_case

EXPLANATIONS = {"format", "rounds", "rivals", "max_participation", "verdict", "exhaustive"}


def _reason(case, told):
    try:
        return verify(instance(case), result_from(json.dumps(told).encode()))
    except BadFile as refusal:
        return refusal.told


def _changed(told):
    """The result with one thing changed, in every way that says something else."""
    for key in set(told) - EXPLANATIONS:
        value = told[key]
        if isinstance(value, bool):
            if not value:  # to claim less is no lie
                yield {**told, key: True}
        elif isinstance(value, int):
            yield from ({**told, key: value + step} for step in (1, -1))
        elif isinstance(value, dict):
            for name in value:
                yield {**told, key: {other: number for other, number in value.items() if other != name}}
                yield {**told, key: {**value, name: (value[name] or 0) + 1}}
        elif key == "active":
            for place in range(len(value)):
                yield {**told, key: value[:place] + value[place + 1 :]}
                yield {**told, key: [*value, value[place]]}
            yield {**told, key: [*value, "z"]}
        else:
            yield from _changed_rows(told)


def _changed_rows(told):
    for place, row in enumerate(told["assigned"]):
        yield {**told, "assigned": told["assigned"][:place] + told["assigned"][place + 1 :]}
        yield {**told, "assigned": [*told["assigned"], row]}
        for key in ("pledge", "entry", "count"):
            for step in (1, -1):
                rows = copy.deepcopy(told["assigned"])
                rows[place][key] += step
                yield {**told, "assigned": rows}
        rows = copy.deepcopy(told["assigned"])
        rows[place]["offer"] += "x"
        yield {**told, "assigned": rows}


@pytest.mark.parametrize("kind", [{}, {"weights": True}, {"conditions": True, "weights": True}, {"capacity": True}], ids=str)
def test_every_single_change_is_caught(kind):
    random = chance(f"mutations {kind}")
    changes = 0
    for _ in range(25):
        case = random_case(random, **kind)
        given = instance(case)
        told = json.loads(json.dumps(clear(given).as_json(given)))
        assert _reason(case, told) is None
        for changed in _changed(told):
            changes += 1
            assert _reason(case, changed) is not None, (case, changed)
    assert changes > 400


def _put(case, rows, **claims):
    """A result that adds up, for an assignment made by hand."""
    given = instance(case)
    told = json.loads(json.dumps(clear(given).as_json(given)))
    totals = {}
    for row in rows:
        totals[row["offer"]] = totals.get(row["offer"], 0) + row["count"]
    active = [offer["id"] for offer in case["offers"] if offer["id"] in totals]
    served = sum(totals.values())
    adding_up = {"totals": totals, "active": active, "tier": dict.fromkeys(active), "people_served": served}
    return {**told, **adding_up, "people_unserved": len(case["pledges"]) - served, "assigned": rows, **claims}


def test_a_feasible_result_holds_unless_it_is_certified():
    case = file(["ab"] * 6 + ["b"] * 4, [5, 5])
    rows = [{"pledge": place, "entry": 1 if place < 6 else 0, "offer": "b", "count": 1} for place in range(10)]
    scan = {"a": 6, "b": 10}
    assert _reason(case, _put(case, rows, certified=False, scan=scan)) is None
    assert "left out" in _reason(case, _put(case, rows, certified=True, scan=scan))


@pytest.mark.parametrize(
    ("lists", "quorum", "rows", "scan", "reason"),
    [
        (["a"], [2], [(0, 0, "a")], {"a": 1}, "below its quorum"),
        (["ab", "a", "b"], [1, 1], [(0, 1, "b"), (1, 0, "a"), (2, 0, "b")], {"a": 2, "b": 1}, "best of its list"),
        (["a", "a"], [1], [(0, 0, "a")], {"a": 2}, "best of its list"),
    ],
)
def test_results_that_add_up_but_are_wrong(lists, quorum, rows, scan, reason):
    case = file(lists, quorum)
    rows = [dict(zip(("pledge", "entry", "offer", "count"), (*row, 1), strict=True)) for row in rows]
    assert reason in _reason(case, _put(case, rows, certified=False, scan=scan))


def test_conditions_and_capacity_are_checked():
    case = file(["a", "a"], [1], a={"capacity": 1})
    both = [{"pledge": place, "entry": 0, "offer": "a", "count": 1} for place in range(2)]
    assert "capacity" in _reason(case, _put(case, both))
    case["offers"][0]["capacity"] = None
    case["pledges"][1]["list"] = [{"offer": "a", "at_least": 3}]
    assert "conditions are not met" in _reason(case, _put(case, both))


def test_the_contested_case_is_feasible_and_says_no_more():
    given = instance(FOUR[0])
    result = clear(given)
    assert not result.certified
    assert verify(given, result) is None

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules against the brute force: the same verdict, offers, totals, people and evidence on thousands of random cases."""

from __future__ import annotations

import pytest

from insieme.offers.rules.clearing import seats
from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.verification import verify
from insieme.offers.tests.clearing.brute import Brute, Rationed, Scarce
from insieme.offers.tests.clearing.cases import FOUR, chance, instance, random_case


def _told(brute, got):
    """Assignment and totals, from who gets what."""
    rows, totals = {}, {}
    for number, rank in got.items():
        person = brute.people[number]
        line = person.lines[rank]
        rows[person.pledge, rank, line.offer] = rows.get((person.pledge, rank, line.offer), 0) + 1
        totals[line.offer] = totals.get(line.offer, 0) + line.weight
    return rows, totals


def _same(case, brute, verdict, found):
    given = instance(case)
    result = clear(given)
    told = result.as_json(given)
    state, got = found[0]
    rows, totals = _told(brute, got)
    assert (told["verdict"], told["active"]) == (verdict, brute.active(state))
    assert (told["people_served"], told["people_unserved"]) == (len(got), len(brute.people) - len(got))
    tied = [each for each in found if brute.key(*each) == brute.key(state, got)]
    if len(tied) == 1:
        assert told["totals"] == {offer: totals.get(offer, 0) for offer in told["active"]}
        assert {(row["pledge"], row["entry"], row["offer"]): row["count"] for row in told["assigned"]} == rows
    for offer in case["offers"]:
        if offer["id"] in told["active"]:
            reached = [tier for tier in offer.get("tiers", []) if tier <= told["totals"][offer["id"]]]
            assert told["tier"][offer["id"]] == (reached[-1] if reached else None)
    assert verify(given, result) is None
    return told


def _rounds(brute):
    return [{"certain": brute.active(low), "possible": brute.active(high)} for low, high in brute.rounds()]


@pytest.mark.parametrize("case", FOUR[:3], ids=["no stable set", "naive elimination is not maximal", "elimination misses it"])
def test_the_small_cases_of_the_design(case):
    brute = Brute(case)
    told = _same(case, brute, *brute.clear())
    assert told["rounds"] == _rounds(brute)


def test_what_the_design_says_of_its_four_cases():
    first, second, third, fourth = (clear(instance(case)) for case in FOUR)
    assert (first.verdict, first.certified, len(first.active)) == ("contested", False, 1)
    assert (second.verdict, second.active) == ("unique", ("a", "b"))
    assert (third.verdict, third.active) == ("stable", ("a",))
    assert (fourth.active, fourth.people_served) == (("a",), 600)
    assert fourth.max_participation is not None
    assert (fourth.max_participation.active, fourth.max_participation.people_served) == (("b",), 1000)


@pytest.mark.parametrize(
    ("kind", "many"),
    [({}, 800), ({"weights": True}, 400), ({"conditions": True}, 400), ({"conditions": True, "weights": True}, 400)],
    ids=str,
)
def test_agrees_with_brute_force(kind, many):
    random = chance(f"agrees {kind}")
    seen = set()
    for _ in range(many):
        case = random_case(random, **kind, most_offers=3 if kind else 4, most_people=6)
        brute = Brute(case)
        if len(brute.milestones) > 9:
            continue
        verdict, found = brute.clear()
        told = _same(case, brute, verdict, found)
        seen.add(verdict)
        assert told["rounds"] == _rounds(brute)
        assert told["certified"] == (verdict != "contested")
        if told["certified"]:
            assert told["scan"] == brute.volumes(found[0][0])
        if verdict == "stable":
            rivals = [{"active": brute.active(state), "people_served": len(got), "ranks": brute.ranks(got)} for state, got in found[1:21]]
            assert sorted(map(str, told["rivals"])) == sorted(map(str, rivals))
        assert told["max_participation"]["people_served"] == brute.most()
    assert seen == {"unique", "stable", "contested"}


@pytest.mark.parametrize("block", [1, 3, seats.BLOCK])
def test_scarce_places_agree_with_brute_force(block, monkeypatch):
    monkeypatch.setattr(seats, "BLOCK", block)
    random = chance("scarce")
    certified = 0
    for _ in range(300):
        case = random_case(random, capacity=True)
        brute = Scarce(case)
        verdict, found = brute.clear()
        told = _same(case, brute, verdict, found)
        certified += told["certified"]
        assert told["scan"] == brute.volumes(found[0][0])
        assert told["rounds"] == _rounds(brute)
        assert told["max_participation"]["people_served"] == brute.most()
    assert certified > 200


@pytest.mark.parametrize("kind", [{"weights": True}, {"conditions": True}, {"conditions": True, "weights": True}], ids=str)
def test_scarce_places_with_weights_or_conditions_agree_with_brute_force(kind):
    random = chance(f"rationed {kind}")
    seen = set()
    for _ in range(150):
        case = random_case(random, capacity=True, **kind, most_offers=3, most_people=6)
        brute = Rationed(case)
        if len(brute.milestones) > 9:
            continue
        given = instance(case)
        told = clear(given).as_json(given)
        if told["max_participation"] is not None:  # no capacity that could ever be asked for
            continue
        verdict, found = brute.ration()
        _same(case, brute, verdict, found)
        assert told["certified"] is False
        seen.add(verdict)
    assert "unique" in seen

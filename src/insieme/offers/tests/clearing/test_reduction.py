# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is published clears to the same outcome, and shows no small group."""

from __future__ import annotations

from collections import Counter

import pytest

from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.files import instance_from, written
from insieme.offers.rules.clearing.reduction import reduced
from insieme.offers.rules.clearing.verification import verify
from insieme.offers.tests.clearing.cases import FOUR, chance, file, instance, random_case


def _outcome(result):
    return result.active, result.totals, result.tier, result.people_served, result.people_unserved


def _lists_of_few(given):
    """The lists that fewer than five people share and that tell more than one entry without conditions, hence more than what they got."""
    people = Counter()
    for pledge, count in enumerate(given.count.tolist()):
        lines = [(int(each), rank) for rank, each in enumerate(given.offer[:, pledge]) if each >= 0]
        asked = [[0 if each is None else int(each[rank, pledge]) for each in (given.at_least, given.near)] for _offer, rank in lines]
        place = -1 if given.place is None else int(given.place[pledge])
        people[tuple((offer, *more) for (offer, _rank), more in zip(lines, asked, strict=True)), place] += count
    return [
        key for key, count in people.items() if count < 5 and (len(key[0]) > 1 or any(any(more) for _offer, *more in key[0]) or key[1] >= 0)
    ]


@pytest.mark.parametrize("capacity", [False, True])
@pytest.mark.parametrize("kind", [{}, {"weights": True}, {"conditions": True}, {"conditions": True, "weights": True}], ids=str)
def test_the_reduced_file_clears_to_the_same_outcome(kind, capacity):
    random = chance(f"reduction {kind} {capacity}")
    shapes = Counter()
    for _ in range(100):
        given = instance(random_case(random, **kind, capacity=capacity))
        result = clear(given)
        found = reduced(given, result)
        again = instance_from(written(found.instance).encode())
        assert _outcome(clear(again)) == _outcome(found.result) == _outcome(result)
        assert verify(again, found.result) is None
        assert _lists_of_few(again) == []
        shapes[result.verdict, found.shortened] += 1
    assert shapes["unique", False] > 20


def test_a_contest_stays_visible_when_groups_are_large_enough():
    lists = [("abc", 10), ("bca", 9), ("cab", 8), ("abc", 9)]
    given = instance({**file([], [28, 28, 28]), "pledges": [{"list": list(each), "count": count} for each, count in lists]})
    result = clear(given)
    found = reduced(given, result)
    assert (result.verdict, found.shortened) == ("stable", False)
    assert (found.result.verdict, found.result.rivals, found.result.scan) == (result.verdict, result.rivals, result.scan)
    assert found.instance.count.tolist() == [19, 9, 8]


def test_a_small_group_is_shortened_to_what_it_got():
    given = instance(
        {**FOUR[3], "pledges": [{"list": ["a", "b"], "count": 600}, {"list": ["b", "a"], "count": 3}, {"list": [], "count": 2}]}
    )
    found = reduced(given, clear(given))
    assert sorted(found.instance.count.tolist()) == [2, 603]
    assert found.instance.offer.max() == 0


def test_weights_are_evened_out_and_stay_exact():
    entries = [[{"offer": "a", "weight": weight}] for weight in (2350, 17, 999, 1, 40, 41)]
    given = instance({**file([], [100]), "pledges": [{"list": each} for each in entries]})
    found = reduced(given, clear(given))
    assert sorted(found.instance.weight[0].tolist()) == [574, 575]
    assert found.result.totals == {"a": 3448}


def test_places_and_met_conditions_are_not_published():
    lines = [{"offer": "a", "at_least": 5, "near": 3}]
    given = instance({**file([], [5]), "pledges": [{"list": lines, "place": "x", "count": 6}]})
    found = reduced(given, clear(given))
    assert '"place"' not in written(found.instance)
    assert "at_least" not in written(found.instance)
    assert found.result.people_served == 6

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small cases as files: the four of the design, and as many random ones as are asked for."""

from __future__ import annotations

import json
from random import Random

from insieme.offers.rules.clearing.files import instance_from


def file(lists, quorum, *, seed="00", **offers):
    """A case in shorthand: 'abc' ranks three offers."""
    ids = sorted({letter for ranking in lists for letter in ranking} | set("abcdefgh"[: len(quorum)]))
    return {
        "format": "insieme-clearing/1",
        "seed": seed,
        "offers": [{"id": name, "quorum": each, **offers.get(name, {})} for name, each in zip(ids, quorum, strict=True)],
        "pledges": [{"list": list(ranking)} for ranking in lists],
    }


FOUR = [
    file(["abc", "bca", "cab"], [2, 2, 2]),
    file(["b", "bac", "ca", "a"], [2, 1, 2]),
    file(["abc", "bca", "cab", "abc"], [3, 3, 3]),
    file(["ab"] * 600 + ["b"] * 400, [500, 500]),
]


def instance(case):
    return instance_from(json.dumps(case).encode())


def chance(seed):
    """The same chance in every run."""
    return Random(seed)  # noqa: S311 - cases, not secrets


def random_case(random, *, conditions=False, weights=False, capacity=False, most_offers=4, most_people=7):
    names = "abcdef"[: random.randint(1, most_offers)]
    people = random.randint(0, most_people)
    full = random.random() < 0.3
    if full:  # everybody ranks everything and quorums are majorities: here cycles are found
        people, quorum = random.choice([3, 5]), random.choice([2, 3])
    offers = [{"id": name, "quorum": quorum if full else random.randint(0, max(1, people // 2) * (2 if weights else 1))} for name in names]
    for offer in offers:
        if random.random() < 0.5:
            offer["tiers"] = sorted(random.sample(range(8), 2))
        if capacity and random.random() < 0.7:
            offer["capacity"] = random.randint(0, 4)
    if full:
        lists = [random.sample(names, len(names)) for _ in range(people)]
        return {
            "format": "insieme-clearing/1",
            "seed": random.randbytes(4).hex(),
            "offers": offers,
            "pledges": [{"list": each} for each in lists],
        }
    pledges = [_pledge(random, names, conditions=conditions, weights=weights) for _ in range(people)]
    return {"format": "insieme-clearing/1", "seed": random.randbytes(4).hex(), "offers": offers, "pledges": pledges}


def _pledge(random, names, *, conditions, weights):
    pledge = {"list": random.sample(names, random.randint(0, len(names)))}
    if random.random() < 0.3:
        pledge["count"] = random.randint(0, 3)
    if not conditions and not weights:
        return pledge
    pledge["place"] = random.choice("xy")
    lines = []
    for name in pledge["list"]:
        weight = random.choice([0, 1, 1, 2, 3]) if weights else 1
        condition = random.choice([{}, {}, {"at_least": random.choice([2, 4])}, {"near": 2}]) if conditions else {}
        lines.append({"offer": name, "weight": weight, **condition})
        if condition and random.random() < 0.5:
            lines.insert(random.randint(len(lines), len(lines)), {"offer": name, "weight": random.randint(min(weight, 1), weight)})
    if conditions and len(lines) > 2 and random.random() < 0.5:
        lines = _moved(random, lines)
    return {**pledge, "list": lines}


def _moved(random, lines):
    """Move the last weaker line of an offer further down, where other offers come between."""
    for place in range(len(lines) - 2):
        if lines[place]["offer"] == lines[place + 1]["offer"]:
            line = lines.pop(place + 1)
            lines.insert(random.randint(place + 1, len(lines)), line)
            break
    return lines

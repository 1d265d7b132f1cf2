# SPDX-License-Identifier: AGPL-3.0-or-later
"""A forecast that grows pledge by pledge says what a clearing of them all would."""

from __future__ import annotations

import pytest

from insieme.offers.rules.clearing.clearing import clear, ids
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.forecast import Forecast
from insieme.offers.rules.clearing.instance import Entry, Offer, Pledge
from insieme.offers.tests.clearing.cases import FOUR, chance, instance


@pytest.mark.parametrize("weights", [False, True])
def test_says_what_a_clearing_would(weights, monkeypatch):
    random = chance(f"forecast {weights}")
    anew = []
    count = Forecast.count_anew
    monkeypatch.setattr(Forecast, "count_anew", lambda self: (anew.append(1), count(self))[1])
    steps = 0
    for _ in range(25):
        offers = [Offer(name, random.randint(1, 9)) for name in "abcd"]

        def pledge():
            entries = random.sample(range(4), random.randint(0, 4))
            return Pledge(tuple(Entry(each, random.randint(0, 3) if weights else 1) for each in entries), count=random.randint(1, 2))

        pledges = [pledge() for _ in range(8)]
        forecast = Forecast(instance_of(offers, pledges, seed=b"s"))
        for _ in range(12):
            steps += 1
            pledges.append(pledge())
            forecast.join(pledges[-1])
            result = clear(instance_of(offers, pledges, seed=b"s"))
            settled = forecast.settled
            assert (settled.verdict, ids(forecast.instance, settled.chosen.state)) == (result.verdict, result.active)
            assert settled.chosen.standing.served == result.people_served
            told = [(ids(forecast.instance, each.state), each.standing.served) for each in settled.rivals]
            assert told == [(rival.active, rival.people_served) for rival in result.rivals]
    assert 25 < len(anew) < steps / 2


def test_conditions_and_scarce_places_are_not_forecast():
    scarce = instance({**FOUR[0], "offers": [{**offer, "capacity": 1} for offer in FOUR[0]["offers"]]})
    with pytest.raises(ValueError, match="scarce"):
        Forecast(scarce)

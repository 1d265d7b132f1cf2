# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conditions as people say them."""

import pytest
from django.utils import translation

from insieme.offers.rules.wording import condition


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "without conditions"),
        ({"at_least": 1900}, "only if at least 1,900 of us buy this"),
        ({"at_least": 1900, "unit": "units"}, "only if this offer comes to at least 1,900 kg"),
        ({"near": 10, "place": "Bologna"}, "only if at least 10 from Bologna buy this"),
        ({"near": 10}, "only if at least 10 from my place buy this"),
        ({"at_least": 300, "near": 10}, "only if at least 300 of us buy this, and at least 10 from my place"),
    ],
)
def test_a_condition_is_a_sentence_whether_or_not_the_place_is_known(asked, said):
    with translation.override("en"):
        assert condition(**({"at_least": None, "near": None, "unit": "buyers", "thing": "kg", "place": ""} | asked)) == said

# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much room things take: columns that end together, forms that a thumb can fill in."""

from __future__ import annotations

import pytest

from tests.e2e.world import CHOOSING

pytestmark = pytest.mark.e2e


def test_the_columns_of_a_call_end_close_to_each_other(world):
    with world.visit(CHOOSING) as page:
        heights = page.locator(".two > *").evaluate_all(
            "all => all.map(one => one.lastElementChild.getBoundingClientRect().bottom - one.getBoundingClientRect().top)"
        )
        assert len(heights) == 2
        assert min(heights) > 0.75 * max(heights)


def test_a_tie_takes_two_rows_on_a_phone_and_only_one_empty_one_is_open(world):
    with world.visit(f"{CHOOSING}interests/", who="marta-zanotti", width=360, scripts=False) as page:
        rows = page.locator(".tie-row")
        assert [row.is_visible() for row in rows.all()] == [True, True, False, False]
        tops = rows.first.locator(":is(input, select)").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert len(tops) == 3
        assert len(set(tops)) == 2
        page.locator(".tie-rows summary").click()
        assert rows.last.is_visible()

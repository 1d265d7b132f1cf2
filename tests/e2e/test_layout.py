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


@pytest.mark.parametrize("path", ["/calls/", "/organisations/"])
def test_what_narrows_a_list_takes_one_line_at_a_desk_and_two_on_a_phone(world, path):
    with world.visit(path) as page:
        for width, lines in ((1280, 1), (360, 2)):
            page.set_viewport_size({"width": width, "height": 900})
            ends = page.locator("main form :is(select, input:not([type=hidden]), button)").evaluate_all(
                "all => all.map(one => Math.round(one.getBoundingClientRect().bottom))"
            )
            assert len(ends) == 3
            assert len({round(end / 8) for end in ends}) == lines, (width, ends)


def test_what_a_moderator_does_stands_apart_from_what_was_said(world):
    with world.visit("/moderation/", who="nadia-rinaldi", width=360) as page:
        said, done = (page.locator(f"main .voice {one}").first.bounding_box() for one in (".prose", ".actions"))
        assert done["y"] - said["y"] - said["height"] >= 8


def test_a_box_to_tick_is_as_large_as_a_thumb_needs(world):
    with world.visit(f"{CHOOSING}offers/compare/", width=360) as page:
        boxes = [box.bounding_box() for box in page.locator("main input[type=checkbox]").all()]
        assert len(boxes) == 3
        assert min(min(box["width"], box["height"]) for box in boxes) >= 24

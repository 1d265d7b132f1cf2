# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of every page: one row at a desk, two on a phone, nothing that touches, and the keyboard goes as the eye does."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.browser import sticks_out

pytestmark = pytest.mark.e2e

#: How many rows there are at which width, and how far apart two things stand, in pixels.
ROWS = {320: 2, 360: 2, 400: 2, 700: 2, 800: 1, 1000: 1, 1280: 1}
APART = 4
#: What one sees and can press in the header, and the mark on the bell. The box of the search and its button are one thing.
BOXES = """() => [...document.querySelectorAll('.top :is(a, button, summary, .count, .seek)')]
    .filter(one => one.checkVisibility() && !one.matches('.seek *'))
    .map(one => ({words: one.textContent.trim(), of: one.className, ...one.getBoundingClientRect().toJSON()}))"""
FOCUS = """() => {
    const one = document.activeElement, {x, y, bottom} = one.getBoundingClientRect();
    return one.closest('.top') ? [(y + bottom) / 2, x] : null;
}"""


def _rows(places):
    """The heights of the rows: what stands within half a line of each other stands in one."""
    rows = []
    for middle in sorted(places):
        if not rows or middle - rows[-1] > 12:
            rows.append(middle)
    return rows


def _touching(boxes):
    """The pairs that overlap, or between which there is no gap. A mark stands on its bell."""
    return [
        (one["words"], other["words"])
        for one, other in combinations(boxes, 2)
        if (one["of"], other["of"]) != ("bell", "count")
        and one["left"] < other["right"] + APART
        and other["left"] < one["right"] + APART
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


@pytest.mark.parametrize("who", ["", "ada-ferri"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_nothing_in_the_header_touches(world, who, language):
    with world.visit("/", who=who, scripts=False) as page:
        if language == "en":
            if who:
                page.locator(".account summary").click()
            page.get_by_role("button", name="English").click()
            page.locator("html[lang=en]").wait_for()
        for width, most in ROWS.items():
            page.set_viewport_size({"width": width, "height": 900})
            boxes = page.evaluate(BOXES)
            assert len(boxes) >= (8 if who else 6)
            assert _touching(boxes) == [], width
            assert len(_rows((box["top"] + box["bottom"]) / 2 for box in boxes if box["of"] != "count")) == most, width
            assert max(box["right"] for box in boxes) <= width
            assert sticks_out(page) == 0


@pytest.mark.parametrize("who", ["", "ada-ferri"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_goes_as_the_eye_does(world, who, width):
    with world.visit("/", who=who, width=width) as page:
        page.keyboard.press("Tab")
        seen = []
        while True:
            page.keyboard.press("Tab")
            if (place := page.evaluate(FOCUS)) is None:
                break
            seen.append(place)
        rows = _rows(middle for middle, _x in seen)
        by_eye = sorted(seen, key=lambda place: (max(row for row in rows if row <= place[0] + 1), place[1]))
        assert len(seen) >= 6
        assert seen == by_eye


def test_who_is_signed_in_finds_the_other_language_among_their_own_pages(world):
    with world.visit("/calls/", who="ada-ferri", width=360, scripts=False) as page:
        page.locator(".account summary").click()
        page.get_by_role("button", name="English").click()
        page.locator("html[lang=en]").wait_for()
        assert page.url == f"{world.server.address}/calls/"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every part in a real browser: readable, within the window, without scripts, by keyboard and by hand."""

from __future__ import annotations

import pytest

from tests.browser import SCHEMES, WIDTHS, grave_violations, sticks_out, visit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(live_server):
    """The address of the page of parts."""
    return f"{live_server.url}/look/"


def _order(page):
    """The names in the ranking as they stand, and what the form would send for each."""
    lines = page.locator(".rank > li").all()
    return [(line.get_attribute("data-name"), line.locator(".place select").input_value()) for line in lines]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_serious_for_axe(browser, look, width, scheme):
    with visit(browser, look, width=width, scheme=scheme) as page:
        page.locator("details:not([open])").evaluate_all("all => all.forEach(one => one.open = true)")
        assert grave_violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768])
def test_the_page_never_scrolls_sideways(browser, look, width):
    with visit(browser, look, width=width) as page:
        assert sticks_out(page) == 0


def test_without_scripts_places_are_numbered_choices(browser, look):
    with visit(browser, look, width=360, scripts=False) as page:
        choices = page.locator(".rank .place select")
        assert choices.count() == 3
        assert all(choice.is_visible() for choice in choices.all())
        assert not page.locator(".rank .moves").first.is_visible()
        assert sticks_out(page) == 0
        choices.nth(1).select_option("3")
        assert choices.nth(1).input_value() == "3"


def test_the_ranking_by_keyboard(browser, look):
    with visit(browser, look) as page:
        assert _order(page) == [("Cooperativa Sole Nero", "1"), ("Torrefazione Lauri", "2"), ("Caffè Meridiano", "")]
        up = page.locator(".rank > li").nth(1).locator("[data-move=up]")
        up.focus()
        page.keyboard.press("Enter")
        assert _order(page) == [("Torrefazione Lauri", "1"), ("Cooperativa Sole Nero", "2"), ("Caffè Meridiano", "")]
        assert "Torrefazione Lauri" in page.locator("ranked-list [role=status]").inner_text()
        focused = page.evaluate("document.activeElement.closest('li').dataset.name + ' ' + document.activeElement.dataset.move")
        assert focused == "Torrefazione Lauri down"
        page.locator("[data-name='Caffè Meridiano'] [data-move=in]").focus()
        page.keyboard.press("Space")
        page.locator("[data-name='Torrefazione Lauri'] [data-move=out]").focus()
        page.keyboard.press("Enter")
        assert _order(page) == [("Cooperativa Sole Nero", "1"), ("Caffè Meridiano", "2"), ("Torrefazione Lauri", "")]


def test_the_ranking_by_drag(browser, look):
    with visit(browser, look) as page:
        page.locator("#rank").scroll_into_view_if_needed()
        first, second = (page.locator(".rank > li").nth(place) for place in (0, 1))
        grip, below = first.locator(".grip").bounding_box(), second.bounding_box()
        page.mouse.move(grip["x"] + 5, grip["y"] + 5)
        page.mouse.down()
        page.mouse.move(grip["x"] + 5, below["y"] + below["height"] - 4, steps=6)
        page.mouse.up()
        assert _order(page)[:2] == [("Torrefazione Lauri", "1"), ("Cooperativa Sole Nero", "2")]


def test_the_last_chosen_can_be_taken_off_and_put_back(browser, look):
    with visit(browser, look) as page:
        for name in ("Cooperativa Sole Nero", "Torrefazione Lauri"):
            page.locator(f"[data-name='{name}'] [data-move=out]").click()
        assert {place for _name, place in _order(page)} == {""}
        page.locator("[data-name='Caffè Meridiano'] [data-move=in]").click()
        assert _order(page)[0] == ("Caffè Meridiano", "1")


def test_the_first_key_leads_past_the_header(browser, look):
    with visit(browser, look) as page:
        page.keyboard.press("Tab")
        assert page.locator(".skip").evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

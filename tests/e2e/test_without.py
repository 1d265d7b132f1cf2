# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledging without what one likes to have: without scripts, without a mouse, without luck in timing."""

from __future__ import annotations

import itertools
import re

import pytest

from insieme.village.world import PASSWORD
from tests.e2e.somebody import Somebody
from tests.e2e.world import CHOOSING, enter

pytestmark = pytest.mark.e2e

LAURI, MERIDIANO, NERO = "Torrefazione Lauri", "Caffè Meridiano", "Cooperativa Sole Nero"
PLEDGE = f"{CHOOSING}pledge/"
NAMES = map("".join, itertools.product("BCDFGLMN", "aeiou", "lnrst", "aeio"))


@pytest.fixture
def newcomer(world):
    """Open the browser of somebody whom nobody knows yet; at the end nothing must have gone wrong in it."""
    opened = []

    def open_one(*, signed_up=True, **looking):
        somebody = Somebody(world.browser, world.server, next(NAMES), **looking)
        opened.append(somebody)
        if signed_up:
            somebody.sign_up()
        return somebody

    yield open_one
    for somebody in opened:
        somebody.context.close()
    assert [line for somebody in opened for line in somebody.complaints] == []


def _pledges(somebody):
    """How many pledges of theirs stand, and what the last one says."""
    somebody.page.goto("/pledges/")
    return [line.inner_text() for line in somebody.page.locator("main .calls > li").all()]


def _order(page):
    page.locator(".rank > li").first.wait_for()
    page.wait_for_load_state()
    chosen = [line for line in page.locator(".rank > li").all() if line.locator(".place select").input_value()]
    return [line.get_attribute("data-name") for line in sorted(chosen, key=lambda line: int(line.locator(".place select").input_value()))]


def test_without_scripts(newcomer):
    ada = newcomer(scripts=False)
    page = ada.page
    page.goto(PLEDGE)
    for name, place in ((MERIDIANO, "1"), (LAURI, "1"), (NERO, "3")):
        page.locator(f".rank > li[data-name='{name}'] .place select").select_option(place)
    page.locator(f".rank > li[data-name='{NERO}'] .condition select").select_option(label="only if at least 400 of us buy this")
    page.fill("#quantity", "due")
    ada.press("Read it once more")
    alert = page.get_by_role("alert").first.inner_text()
    assert "Another line has the same place" in alert
    assert page.locator("#quantity").input_value() == "due"
    page.locator(f".rank > li[data-name='{LAURI}'] .place select").select_option("2")
    page.fill("#quantity", "2")
    ada.press("Read it once more")
    ada.press("Confirm the pledge")
    page.get_by_role("heading", name="Your pledge stands").wait_for()
    said = page.locator(".what-if").inner_text()
    assert said.index(MERIDIANO) < said.index(LAURI) < said.index(NERO)
    assert "only if at least 400 of us buy this" in said
    assert len(_pledges(ada)) == 1


def test_by_keyboard_alone(newcomer):
    ada = newcomer()
    page = ada.page
    page.goto(CHOOSING)
    _tab_to(page, "link", "Put them in order and pledge")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PLEDGE}")
    _tab_to(page, "button", f"Add {NERO} to the list")
    page.keyboard.press("Enter")
    _tab_to(page, "button", f"Add {LAURI} to the list")
    page.keyboard.press("Space")
    assert _order(page) == [NERO, LAURI]
    _tab_to(page, "button", f"Move {LAURI} up")
    page.keyboard.press("Enter")
    assert _order(page) == [LAURI, NERO]
    _tab_to(page, "combobox", f"Condition: {LAURI}")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "button", "Read it once more, then confirm")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[name=confirm]")
    _tab_to(page, "button", "Confirm the pledge")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="Your pledge stands").wait_for()
    said = page.locator(".what-if").inner_text()
    assert said.index(LAURI) < said.index("only if") < said.index(NERO)


def _tab_to(page, role, name):
    """Press Tab until the one that is named has the focus, and can be seen to have it."""
    wanted = page.get_by_role(role, name=name, exact=True)
    wanted.first.wait_for()
    for _step in range(80):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("one => one === document.activeElement"):
            assert wanted.first.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
    msg = f"Tab does not lead to {name}"
    raise AssertionError(msg)


def test_a_stranger_signs_up_on_the_way_and_loses_nothing(newcomer):
    ada = newcomer(signed_up=False)
    page = ada.page
    page.goto(PLEDGE)
    ada.choose((NERO, "only if at least 400 of us buy this"), (MERIDIANO, ""))
    ada.press("Read it once more")
    ada.press("Confirm the pledge")
    page.wait_for_url("**/sign-in/**")
    page.get_by_role("main").get_by_role("link", name="Open an account").click()
    ada.confirm_sign_up()
    page.wait_for_url(f"**{PLEDGE}?**")
    assert _order(page) == [NERO, MERIDIANO]
    assert page.locator(f".rank > li[data-name='{NERO}'] .condition select").input_value() == "400:"


def test_the_other_language_is_the_same_page(world):
    for path in (PLEDGE, f"{CHOOSING}?from=a-friend"):
        with world.visit(path) as page:
            assert page.locator("html").get_attribute("lang") == "it"
            page.get_by_role("button", name="English").click()
            page.locator("html[lang=en]").wait_for()
            assert page.url == world.server.address + path
            page.get_by_role("button", name="Italiano").click()
            page.locator("html[lang=it]").wait_for()


def test_the_other_language_keeps_what_was_chosen_up_to_the_last_look(world):
    with world.visit(PLEDGE, scripts=False) as page:
        for name, place in ((NERO, "1"), (LAURI, "2")):
            page.locator(f".rank > li[data-name='{name}'] .place select").select_option(place)
        page.fill("#quantity", "3")
        page.get_by_role("button", name="Rileggi").click()
        page.locator("html[lang=it] button[name=confirm]").wait_for()
        page.wait_for_load_state()
        told = [line.inner_text() for line in page.locator(".what-if b").all()]
        page.get_by_role("button", name="English").click()
        page.locator("html[lang=en] button[name=confirm]").wait_for()
        page.wait_for_load_state()
        again = [line.inner_text() for line in page.locator(".what-if b").all()]
        assert [told[0], told[2]] == [again[0], again[2]] == [NERO, LAURI]
        page.get_by_role("button", name="Go back").click()
        assert _order(page) == [NERO, LAURI]


def test_two_clicks_are_one_pledge(newcomer):
    ada = newcomer()
    page = ada.page
    page.goto(PLEDGE)
    ada.choose((LAURI, ""))
    ada.press("Read it once more")
    page.get_by_role("button", name="Confirm the pledge").dblclick()
    page.get_by_role("heading", name="Your pledge stands").wait_for()
    assert len(_pledges(ada)) == 1


def test_an_old_form_says_what_stands_now(newcomer):
    ada = newcomer()
    page = ada.page
    page.goto(PLEDGE)
    other = ada.context.new_page()
    other.goto(PLEDGE)
    ada.choose((LAURI, ""))
    ada.press("Read it once more")
    ada.press("Confirm the pledge")
    page.get_by_role("heading", name="Your pledge stands").wait_for()
    ada.page = other
    ada.choose((MERIDIANO, ""))
    ada.press("Read it once more")
    ada.press("Confirm the pledge")
    other.get_by_text("This is what stands now:").wait_for()
    assert LAURI in other.locator(".refused").inner_text()
    assert _order(other) == [MERIDIANO]
    ada.press("Read it once more")
    ada.press("Confirm the pledge")
    other.get_by_role("heading", name="Your pledge stands").wait_for()
    assert len(_pledges(ada)) == 1


def test_back_after_the_receipt_shows_what_was_confirmed(newcomer):
    ada = newcomer()
    page = ada.page
    ada.pledge(CHOOSING, (NERO, ""))
    page.go_back()
    page.get_by_role("button", name="Confirm the pledge").click()
    page.get_by_role("main").get_by_text(re.compile("Your pledge stands|This is what stands now:")).first.wait_for()
    assert NERO in page.get_by_role("main").inner_text()
    assert len(_pledges(ada)) == 1


def test_what_was_typed_outlives_signing_out_in_another_window(world):
    with world.visit("/organisations/new/", who="elena-fabbri", language="en") as page:
        page.context.clear_cookies(name="sessionid")
        page.fill("main [name=name]", "Bottega Mobile")
        page.select_option("main [name=kind]", "company")
        page.fill("main [name=about]", "We mend bikes & more.")
        page.locator("main form.form button.button").click()
        with page.expect_popup() as opening:
            page.locator("main form:has([type=hidden][name=about]) a[target=_blank]").click()
        enter(opening.value, "elena-fabbri")
        page.locator("main form button").click()
        page.get_by_role("heading", name="Bottega Mobile").wait_for()
        assert "We mend bikes & more." in page.get_by_role("main").inner_text()


def test_signing_in_brings_back_to_where_one_was_going(world):
    with world.visit("/settings/") as page:
        page.wait_for_url("**/sign-in/?next=/settings/")
        page.fill("main [name=login]", "ada-ferri@insieme.example")
        page.fill("main [name=password]", "wrong")
        page.locator("main form button.button:not([type=button])").click()
        page.locator("main .errorlist, main [role=alert]").first.wait_for()
        assert page.locator("main [name=login]").input_value() == "ada-ferri@insieme.example"
        page.fill("main [name=password]", PASSWORD)
        page.locator("main form button.button:not([type=button])").click()
        page.wait_for_url("**/settings/")

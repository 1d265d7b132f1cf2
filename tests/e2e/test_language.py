# SPDX-License-Identifier: AGPL-3.0-or-later
"""Going on in the other language loses nothing that was typed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.e2e


def test_what_was_typed_stands_in_the_page_in_the_other_language_once(world):
    with world.visit("/calls/new/", who="marta-zanotti") as page:
        page.locator("[name=title]").fill("Pane del sabato")
        page.locator("[name=summary]").fill("Chi lo fa?")
        page.locator(".account summary").click()
        page.get_by_role("button", name="English").click()
        page.locator("html[lang=en]").wait_for()
        assert page.locator("[name=title]").input_value() == "Pane del sabato"
        assert page.locator("[name=summary]").input_value() == "Chi lo fa?"
        page.reload()
        assert page.locator("[name=title]").input_value() == ""


def test_a_password_is_never_kept(world):
    with world.visit("/sign-in/") as page:
        page.locator("[name=login]").fill("ada@example.it")
        page.locator("[name=password]").fill("geheim-geheim")
        page.get_by_role("button", name="English").click()
        page.locator("html[lang=en]").wait_for()
        assert page.locator("[name=login]").input_value() == "ada@example.it"
        assert page.locator("[name=password]").input_value() == ""

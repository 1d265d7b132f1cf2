# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page shows what has just entered the record, and how long ago each step was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from insieme.foundation import clock
from insieme.offers.tests.makers import a_call
from insieme.record.actions import seal
from insieme.record.queries import latest_position

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """The first page in each language: what stands between header and footer."""

    def visited(language):
        return client.get("/", headers={"accept-language": language}).content.decode().partition("<main")[2].partition("</main>")[0]

    return lambda: {language: visited(language) for language in ("it", "en")}


def test_a_step_stands_on_the_first_page_as_soon_as_it_is_sealed(page):
    for _step in range(3):
        a_call()
        was = page()
        assert page() == was
        seal()
        newest = f'href="{reverse("record:entry", args=[latest_position()])}"'
        assert [(newest in was[language], newest in shown) for language, shown in page().items()] == [(False, True)] * 2


def test_how_long_ago_it_was_moves_on_with_the_minutes(page, monkeypatch):
    a_call()
    seal()
    began = clock.now()
    for minutes in (5, 6, 7):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        shown = page()
        assert f"{minutes} minutes ago" in shown["en"]
        assert f"{minutes} minuti fa" in shown["it"]


def test_an_empty_house_says_so(page):
    shown = page()["en"]
    assert "Nothing has happened yet" in shown
    assert "<ol" not in shown

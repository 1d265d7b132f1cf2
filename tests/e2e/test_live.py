# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that stays open while lines break and servers stumble."""

from __future__ import annotations

import json

import pytest

from tests.e2e.world import CHOOSING

pytestmark = pytest.mark.e2e

TOPIC = f"call:{CHOOSING.split('/')[2]}"
NEWS = f"id: 900000\ndata: {json.dumps({'topic': TOPIC, 'position': 900000})}\n\n"
LOOKS = 40


@pytest.fixture
def page(world):
    """A stranger's page whose clock is ours. What we break on purpose may be complained of in its console."""
    context = world.browser.new_context(locale="it", service_workers="block")
    opened = context.new_page()
    opened.clock.install()
    opened.home = world.server.address
    yield opened
    context.close()


def _until(page, true):
    """Let the page's time pass, ten seconds at each look."""
    for _look in range(LOOKS):
        if true():
            return
        page.clock.run_for(10_000)
    pytest.fail("it never happened")


def _tell(route):
    route.fulfill(content_type="text/event-stream", body=NEWS)


def test_a_fragment_that_did_not_come_is_asked_for_again(page):
    answers = [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=503, body="busy"),
        lambda route: route.fulfill(content_type="text/html", body="<p id='news'>news</p>"),
    ]
    page.route("**/live?*", _tell)
    page.route("**/progress/", lambda route: answers.pop(0)(route) if answers else route.continue_())
    page.goto(page.home + CHOOSING)
    _until(page, lambda: page.locator("#news").count())
    assert answers == []


def test_a_line_that_was_refused_is_asked_for_again(page):
    asked = []

    def door(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, body="too many")
        else:
            _tell(route)

    page.route("**/live?*", door)
    page.route("**/progress/", lambda route: route.fulfill(content_type="text/html", body="<p id='news'>news</p>"))
    page.goto(page.home + CHOOSING)
    _until(page, lambda: page.locator("#news").count())
    assert len(asked) >= 2

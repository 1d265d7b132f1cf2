# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of the demo world that strangers meet: readable by all, within the window, quiet, light."""

from __future__ import annotations

import pytest

from tests.e2e.faults import faults_of
from tests.e2e.world import CANCELLED, CARRIED, CHOOSING, CLEARED, COMPANY, DRAFT, FAILED, OFFER, OPEN

pytestmark = pytest.mark.e2e

PAGES = (
    "/",
    "/calls/",
    "/calls/?show=open",
    "/calls/?show=decided",
    "/calls/?category=other",
    CHOOSING,
    OPEN,
    CLEARED,
    CANCELLED,
    f"{CLEARED}outcome/",
    FAILED,
    f"{FAILED}outcome/",
    f"{CARRIED}outcome/",
    f"{CHOOSING}offers/compare/",
    f"{CHOOSING}share/",
    f"{CHOOSING}poster/",
    f"{CHOOSING}badge/",
    f"{CHOOSING}pledge/",
    "/organisations/",
    COMPANY,
    f"{COMPANY}guidelines/",
    "/organisations/rete-uffici-san-donato/voices/",
    "/people/ada-ferri/",
    "/guidelines/",
    "/moderation/rules/",
    "/consents/terms/",
    "/search/",
    "/search/?q=caffè",
    "/search/?q=zzzz",
    "/api/",
    "/api/reference/",
    "/source/",
    "/record/",
    "/record/0/",
    "/record/checkpoints/",
    "/record/verify/",
    "/sign-in/",
    "/sign-up/",
    "/password/forgotten/",
    "/offline/",
)
#: Pages whose address only the world knows: from where, and by which links.
WAYS = (
    (CHOOSING, (OFFER,)),
    (CHOOSING, (OFFER, "/ratings/$")),
    (CHOOSING, (OFFER, "/changes/$")),
    (CHOOSING, (OFFER, r"/revisions/\d/$")),
    (CHOOSING, (r"/initiatives/[0-9a-z]{12}/$",)),
    ("/guidelines/", (r"/guidelines/\w{12}/$",)),
    ("/guidelines/", (r"/guidelines/\w{12}/$", "/history/$")),
    ("/organisations/rete-uffici-san-donato/voices/", (r"/answers/\w+/$",)),
)
#: Bytes of a page and of all that it loads. The page of a call holds what people say of it, too.
HTML, WITH_TALK, ALL = 14 * 1024, 20 * 1024, 60 * 1024
#: What a page loads: what it names, and what that fetches in its turn. The stream of what is new never ends.
LOADED = """[
    ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=modulepreload], script[src]")].map(one => one.href || one.src),
    ...performance.getEntriesByType("resource").map(one => one.name),
].filter(name => !name.includes("/live?"))"""
LOOKS = 300


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(world, path):
    with world.visit(path) as page:
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
        assert faults_of(page) == []


@pytest.mark.parametrize(("start", "links"), WAYS)
def test_a_page_to_which_a_link_leads(world, start, links):
    with world.led(start, links) as page:
        assert faults_of(page) == []


def test_a_checkpoint(world):
    with world.visit(world.checkpoint) as page:
        assert faults_of(page) == []


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), (f"{DRAFT}", 404), ("/record/99999999/", 404)])
def test_an_error_is_a_page_too(world, path, status):
    context = world.browser.new_context(base_url=world.server.address, locale="it", service_workers="block")
    page = context.new_page()
    assert page.goto(path).status == status
    assert faults_of(page) == []
    context.close()


@pytest.mark.parametrize("path", ["/", CHOOSING])
def test_the_first_load_is_light(world, path):
    context = world.browser.new_context(service_workers="block", locale="it")
    page = context.new_page()
    finished = []
    page.on("requestfinished", lambda asked: finished.append(asked) if "/live?" not in asked.url else None)
    page.goto(world.server.address + path, wait_until="load")
    for _look in range(LOOKS):
        if set(page.evaluate(LOADED)) <= {asked.url for asked in finished}:
            break
        page.wait_for_timeout(100)
    sizes = {asked.url: max(0, asked.sizes()["responseBodySize"]) for asked in finished}
    html = sizes[world.server.address + path]
    assert 0 < html <= (WITH_TALK if path == CHOOSING else HTML)
    assert len(sizes) > 2
    assert any("live" in url for url in sizes) == (path == CHOOSING)
    assert sum(sizes.values()) <= ALL, sizes
    context.close()

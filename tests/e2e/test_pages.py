# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of the demo world as people meet it: readable by all, within the window, quiet, light."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.browser import SCHEMES, WIDTHS, grave_violations, sticks_out
from tests.e2e.world import CANCELLED, CHOOSING, CLEARED, COMPANY, DRAFT, OPEN

pytestmark = pytest.mark.e2e

STRANGERS = (
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
    f"{CHOOSING}pledge/",
    "/organisations/",
    COMPANY,
    "/people/ada-ferri/",
    "/record/",
    "/record/0/",
    "/record/checkpoints/",
    "/record/verify/",
    "/sign-in/",
    "/sign-up/",
    "/password/forgotten/",
    "/offline/",
)
ADAS = (
    "/",
    "/pledges/",
    "/roles/",
    "/settings/",
    "/settings/password/",
    f"{CHOOSING}pledge/",
    f"{CLEARED}outcome/",
    "/people/ada-ferri/",
    COMPANY,
)
MARTAS = (
    f"{CHOOSING}cancel/",
    "/roles/",
    "/calls/new/",
    "/organisations/rete-uffici-san-donato/edit/",
    "/organisations/rete-uffici-san-donato/staff/",
)
ELENAS = (OPEN, f"{OPEN}offers/new/", "/organisations/new/")
PAGES = [("", path) for path in STRANGERS]
PAGES += [("ada-ferri", path) for path in ADAS] + [("marta-zanotti", path) for path in MARTAS] + [("elena-fabbri", path) for path in ELENAS]
WRONG = 422
#: Bytes of a page and of all that it loads. The page of a call holds what people say of it, too.
HTML, WITH_TALK, ALL = 14 * 1024, 20 * 1024, 60 * 1024


def _faults(page):
    """What is wrong with a page: on a phone in the light and at a desk in the dark. (Every part is seen in all four ways on /look/.)"""
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") not in {"it", "en"}:
        faults.append("no language")
    if len(page.title().removesuffix(" - Insieme").strip()) < 3:
        faults.append("no title")
    page.locator("main details:not([open])").evaluate_all("all => all.forEach(one => one.open = true)")
    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        faults += [f"{width} {scheme}: {fault}" for fault in grave_violations(page)]
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if beyond := sticks_out(page):
            faults.append(f"{beyond} pixels too wide at {width}")
    return faults


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_is_for_everybody(world, who, path):
    with world.visit(path, who=who) as page:
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
        assert _faults(page) == []


def test_pages_whose_address_follows_from_the_world(world):
    for path in (world.offer, world.checkpoint):
        with world.visit(path) as page:
            assert _faults(page) == []


def test_a_receipt(world):
    with world.visit(f"{CLEARED}pledge/receipt/", who="ada-ferri") as page:
        assert _faults(page) == []


def test_a_draft(world):
    """Written with nothing in it first: what is wrong is said at the fields, then the draft stands."""
    with world.visit("/calls/new/", who="marta-zanotti") as page:
        save = page.locator("main form.form button.button")
        page.fill("main [name=title]", "La carta degli uffici")
        with page.expect_response(lambda answer: answer.status == WRONG):
            save.click()
        assert page.locator("main [name=title]").input_value() == "La carta degli uffici"
        assert _faults(page) == []
        page.fill("main [name=summary]", "La compreremo comunque.")
        page.fill("main [name=need]", "Trecento risme.")
        page.fill("main [name=unit]", "risma")
        page.select_option("main [name=category]", "other")
        for name, year in (("choosing_at", 1), ("closes_at", 2)):
            page.fill(f"main [name={name}]", f"{datetime.now(UTC).year + year}-01-01T10:00")
        save.click()
        page.wait_for_url("**/calls/la-carta-degli-uffici/")
        assert _faults(page) == []
        for then in ("edit/", "publish/"):
            page.goto(f"{world.server.address}/calls/la-carta-degli-uffici/{then}")
            assert _faults(page) == []


def test_confirming(world):
    with world.visit(f"{CHOOSING}pledge/", who="ada-ferri") as page:
        page.locator(".rank [data-move=in]").first.click()
        page.locator("form.two .actions button.button").last.click()
        page.locator("button[name=confirm]").wait_for()
        assert _faults(page) == []


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), (f"{DRAFT}", 404), ("/record/99999999/", 404)])
def test_an_error_is_a_page_too(world, path, status):
    context = world.browser.new_context(base_url=world.server.address, locale="it", service_workers="block")
    page = context.new_page()
    assert page.goto(path).status == status
    assert _faults(page) == []
    context.close()


@pytest.mark.parametrize("path", ["/", CHOOSING])
def test_the_first_load_is_light(world, path):
    context = world.browser.new_context(service_workers="block", locale="it")
    page = context.new_page()
    sizes = {}
    page.on(
        "requestfinished",
        lambda asked: sizes.update({asked.url: max(0, asked.sizes()["responseBodySize"])}) if "/live?" not in asked.url else None,
    )
    page.goto(world.server.address + path, wait_until="load")
    page.wait_for_function("performance.getEntriesByType('resource').every(one => one.responseEnd || one.name.includes('/live?'))")
    html = sizes[world.server.address + path]
    assert 0 < html <= (WITH_TALK if path == CHOOSING else HTML)
    assert len(sizes) > 2
    assert any("live" in url for url in sizes) == (path == CHOOSING)
    assert sum(sizes.values()) <= ALL, sizes
    context.close()

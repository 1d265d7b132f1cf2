# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of the demo world as people meet it: readable by all, within the window, quiet, light."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.browser import RULES, SCHEMES, WIDTHS, grave_violations, sticks_out
from tests.e2e.world import CANCELLED, CARRIED, CHOOSING, CLEARED, COMPANY, DRAFT, FAILED, OPEN

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
ADAS = (
    "/",
    "/pledges/",
    "/roles/",
    "/notices/",
    "/notices/settings/",
    "/settings/",
    "/settings/about/",
    "/settings/consents/",
    "/settings/data/",
    "/settings/data/close/",
    "/settings/data/export/",
    "/settings/devices/",
    "/settings/email/",
    "/settings/password/",
    "/settings/security/",
    "/settings/security/app/",
    "/settings/tokens/",
    "/hooks/",
    f"{CHOOSING}pledge/",
    f"{CHOOSING}share/",
    f"{CLEARED}outcome/",
    "/people/ada-ferri/",
    COMPANY,
)
MARTAS = (
    f"{CHOOSING}cancel/",
    f"{CHOOSING}companies/",
    f"{CHOOSING}initiatives/new/",
    f"{CHOOSING}interests/",
    f"{CHOOSING}pledge/revised/",
    f"{CHOOSING}promoters/",
    f"{OPEN}companies/",
    "/notices/",
    "/roles/",
    "/calls/new/",
    "/organisations/rete-uffici-san-donato/edit/",
    "/organisations/rete-uffici-san-donato/staff/",
    "/organisations/rete-uffici-san-donato/verification/",
    "/organisations/rete-uffici-san-donato/voices/",
    "/organisations/rete-uffici-san-donato/voices/promises/",
)
ELENAS = (
    OPEN,
    f"{OPEN}offers/new/",
    "/organisations/new/",
    f"{COMPANY}guidelines/new/",
    f"{COMPANY}verification/",
    "/hooks/",
    "/hooks/new/",
    "/settings/tokens/",
)
IRENES = (f"{CHOOSING}reply/", "/organisations/torrefazione-lauri/verification/")
OF = {"": STRANGERS, "ada-ferri": ADAS, "marta-zanotti": MARTAS, "elena-fabbri": ELENAS, "irene-lauri": IRENES}
PAGES = [(who, path) for who, paths in OF.items() for path in paths]
#: Pages whose address only the world knows: who goes, from where, and by which links.
OFFER = r"/offers/[0-9a-z]{12}/$"
WAYS = (
    ("", CHOOSING, (OFFER,)),
    ("", CHOOSING, (OFFER, "/ratings/$")),
    ("", CHOOSING, (OFFER, "/changes/$")),
    ("", CHOOSING, (OFFER, r"/revisions/\d/$")),
    ("", CHOOSING, (r"/initiatives/[0-9a-z]{12}/$",)),
    ("", "/guidelines/", (r"/guidelines/\w{12}/$",)),
    ("", "/guidelines/", (r"/guidelines/\w{12}/$", "/history/$")),
    ("", "/organisations/rete-uffici-san-donato/voices/", (r"/answers/\w+/$",)),
    ("ada-ferri", "/", ("/outcome/agree/",)),
    ("ada-ferri", "/roles/", ("/invitations/",)),
    ("ada-ferri", CHOOSING, (OFFER, "/rate/$")),
    ("ada-ferri", CHOOSING, ("/flag/$",)),
    ("irene-lauri", CHOOSING, (OFFER,)),
    ("irene-lauri", CHOOSING, (OFFER, "/revise/$")),
    ("elena-fabbri", "/hooks/", (r"/hooks/\w{12}/$",)),
    ("elena-fabbri", OPEN, (OFFER, "/sign/$")),
    ("nadia-rinaldi", "/moderation/", ("/moderation/voices/",)),
    ("nadia-rinaldi", "/moderation/?show=appeals", ("/moderation/appeals/",)),
)
WRONG = 422
#: What of a page changes with its width and its colours.
CHANGING = ("color-contrast", "target-size", "scrollable-region-focusable")
#: Bytes of a page and of all that it loads. The page of a call holds what people say of it, too.
HTML, WITH_TALK, ALL = 14 * 1024, 20 * 1024, 60 * 1024


def _faults(page):
    """What is wrong with a page: on a phone in the light, and what of it changes at a desk in the dark.

    Every part is seen in all four ways on /look/.
    """
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") not in {"it", "en"}:
        faults.append("no language")
    if len(page.title().removesuffix(" - Insieme").strip()) < 3:
        faults.append("no title")
    page.locator("main details:not([open])").evaluate_all("all => all.forEach(one => one.open = true)")
    for width, scheme, rules in zip(WIDTHS, SCHEMES, (RULES, CHANGING), strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        faults += [f"{width} {scheme}: {fault}" for fault in grave_violations(page, rules)]
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


@pytest.mark.parametrize(("who", "start", "links"), WAYS)
def test_a_page_to_which_a_link_leads(world, who, start, links):
    with world.visit(start, who=who) as page:
        for wanted in links:
            leading = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
            page.goto(world.server.address + next(path for path in leading if re.search(wanted, path)))
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
        assert _faults(page) == []


def test_a_checkpoint(world):
    with world.visit(world.checkpoint) as page:
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

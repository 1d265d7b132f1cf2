# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the demo world that its people alone meet, each signed in: readable by all, within the window, quiet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.e2e.faults import faults_of
from tests.e2e.world import CHOOSING, CLEARED, COMPANY, OFFER, OPEN

pytestmark = pytest.mark.e2e

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
OF = {"ada-ferri": ADAS, "marta-zanotti": MARTAS, "elena-fabbri": ELENAS, "irene-lauri": IRENES}
PAGES = [(who, path) for who, paths in OF.items() for path in paths]
#: Pages whose address only the world knows: who goes, from where, and by which links.
WAYS = (
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


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_is_for_everybody(world, who, path):
    with world.visit(path, who=who) as page:
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
        assert faults_of(page) == []


@pytest.mark.parametrize(("who", "start", "links"), WAYS)
def test_a_page_to_which_a_link_leads(world, who, start, links):
    with world.led(start, links, who=who) as page:
        assert faults_of(page) == []


def test_a_receipt(world):
    with world.visit(f"{CLEARED}pledge/receipt/", who="ada-ferri") as page:
        assert faults_of(page) == []


def test_a_draft(world):
    """Written with nothing in it first: what is wrong is said at the fields, then the draft stands."""
    with world.visit("/calls/new/", who="marta-zanotti") as page:
        save = page.locator("main form.form button.button")
        page.fill("main [name=title]", "La carta degli uffici")
        with page.expect_response(lambda answer: answer.status == WRONG):
            save.click()
        assert page.locator("main [name=title]").input_value() == "La carta degli uffici"
        assert faults_of(page) == []
        page.fill("main [name=summary]", "La compreremo comunque.")
        page.fill("main [name=need]", "Trecento risme.")
        page.fill("main [name=unit]", "risma")
        page.select_option("main [name=category]", "other")
        for name, year in (("choosing_at", 1), ("closes_at", 2)):
            page.fill(f"main [name={name}]", f"{datetime.now(UTC).year + year}-01-01T10:00")
        save.click()
        page.wait_for_url("**/calls/la-carta-degli-uffici/")
        assert faults_of(page) == []
        for then in ("edit/", "publish/"):
            page.goto(f"{world.server.address}/calls/la-carta-degli-uffici/{then}")
            assert faults_of(page) == []


def test_confirming(world):
    with world.visit(f"{CHOOSING}pledge/", who="ada-ferri") as page:
        page.locator(".rank [data-move=in]").first.click()
        page.locator("form.two .actions button.button").last.click()
        page.locator("button[name=confirm]").wait_for()
        assert faults_of(page) == []

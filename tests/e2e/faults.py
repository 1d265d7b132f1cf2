# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with a page as people meet it: readable by all, within the window."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser import RULES, SCHEMES, WIDTHS, grave_violations, sticks_out

#: What of a page changes with its width and its colours.
CHANGING = ("color-contrast", "target-size", "scrollable-region-focusable")


def faults_of(page: Page) -> list[str]:
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

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real browser for the journeys: the system's Chromium, at the width of a phone and of a desk, in the light and in the dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900
GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each page of its own process would compile axe anew.
    "--renderer-process-limit=1",
]


def found() -> str | None:
    """Where the system's Chromium lies, or nothing."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser. Its driver keeps an event loop in this thread, beside which Django would refuse its database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=found(), args=FLAGS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def visit(
    browser: Browser, url: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True, state: Any = None, language: str = "it"
) -> Iterator[Page]:
    """Open `url` as a newcomer, or with the cookies of `state`; a complaint of the page, or a look elsewhere, is a failure."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme=scheme,
        java_script_enabled=scripts,
        locale=language,
        reduced_motion="reduce",
        service_workers="block",
        storage_state=state,
    )
    page = context.new_page()
    complaints = complaints_of(page, url)
    page.goto(url)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


def complaints_of(page: Page, url: str) -> list[str]:
    """What goes wrong on the page from now on: errors in its console (the policy's among them), requests to anywhere but `url`'s server."""
    home = urlsplit(url).netloc
    complaints: list[str] = []
    # That a page itself was answered with a refusal is no complaint of the page.
    page.on(
        "console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" and not _is_the_answer(said) else None
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "request", lambda asked: None if urlsplit(asked.url).netloc in {home, ""} else complaints.append(f"{page.url} asks {asked.url}")
    )
    return complaints


def _is_the_answer(said: ConsoleMessage) -> bool:
    return said.text.startswith("Failed to load resource") and said.location["url"] == said.page.url


def grave_violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds serious or critical on the page by these rules, each with the place and the reason."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    said = page.evaluate('rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})', list(rules))
    return [
        f"{broken['id']} ({broken['impact']}): {node['target']}: {node['failureSummary']}"
        for broken in said["violations"]
        if broken["impact"] in GRAVE
        for node in broken["nodes"]
    ]


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def shoot(page: Page, folder: Path, name: str) -> Path:
    """Take a picture of the whole page for human eyes."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}.png"
    page.screenshot(path=picture, full_page=True)
    return picture

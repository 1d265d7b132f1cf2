# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo world behind a real server: where its pages are, and how to come to them as one of its people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from insieme.village.world import PASSWORD
from tests.browser import visit
from tests.server import Server, insieme, running

CHOOSING = "/calls/il-caffe-dei-nostri-uffici-comprato-insieme/"
OPEN = "/calls/biciclette-da-carico-per-le-consegne-di-via-san-donato/"
CLEARED = "/calls/il-sole-sui-tetti-di-san-donato/"
FAILED = "/calls/la-cassetta-di-verdura-del-venerdi/"
CARRIED = "/calls/luce-dal-vento-per-i-seicento-dei-cantieri/"
CANCELLED = "/calls/stufe-a-pellet-per-l-inverno-del-pilastro/"
DRAFT = "/calls/la-mensa-della-carducci-con-quello-che-cresce-qui-intorno/"
COMPANY = "/organisations/officine-reno/"
#: How the address of an offer ends, which only the world knows.
OFFER = r"/offers/[0-9a-z]{12}/$"


@dataclass
class World:
    """The world as the tests walk through it."""

    browser: Browser
    server: Server
    states: dict[str, Any] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def planted(cls, browser: Browser, data: Path, *, nursery: Path) -> Iterator[World]:
        """Plant it, once for all processes that share the folder `nursery`, and serve a copy of one's own in `data`."""
        copytree(_plant(nursery), data)
        with running(data) as server:
            yield cls(browser, server)

    @contextmanager
    def visit(self, path: str, *, who: str = "", **looking: Any) -> Iterator[Page]:
        """Open a page of the world as a stranger, or as the person with this handle."""
        state = self.state_of(who) if who else None
        with visit(self.browser, self.server.address + path, state=state, **looking) as page:
            yield page

    @contextmanager
    def led(self, start: str, links: Sequence[str], *, who: str = "") -> Iterator[Page]:
        """Open a page to which links lead from `start`: of each page the first one whose address has the next of these patterns."""
        with self.visit(start, who=who) as page:
            for wanted in links:
                leading = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
                found = next((path for path in leading if re.search(wanted, path)), None)
                assert found, f"no link on {page.url} leads to {wanted}"
                answer = page.goto(self.server.address + found)
                assert answer.status == HTTPStatus.OK
            yield page

    def state_of(self, who: str) -> Any:
        """The cookies of this person, who signs in the first time that we ask."""
        if who not in self.states:
            self.states[who] = self.entering(who)
        return self.states[who]

    def entering(self, who: str) -> Any:
        """Sign in anew as this person: other cookies than those of any other test."""
        with visit(self.browser, f"{self.server.address}/sign-in/") as page:
            enter(page, who)
            return page.context.storage_state()

    @cached_property
    def checkpoint(self) -> str:
        """The address of the newest checkpoint."""
        with urlopen(f"{self.server.address}/record/checkpoint") as answer:  # noqa: S310 - our own server
            return f"/record/checkpoints/{int(answer.read().splitlines()[1])}/"


def _plant(nursery: Path) -> Path:
    """The data of a world that nobody has served yet. Whoever comes while another process plants it waits."""
    planted, growing = nursery / "planted-world", nursery / "growing-world"
    with (nursery / "planting").open("w") as gate:
        flock(gate, LOCK_EX)
        if not planted.exists():
            rmtree(growing, ignore_errors=True)
            growing.mkdir()
            for verb in ("migrate", "seed"):
                done = insieme(verb, data=growing)
                assert done.returncode == 0, done.stderr
            growing.rename(planted)
    return planted


def enter(page: Page, who: str) -> None:
    """Sign in on the page for it."""
    page.fill("main [name=login]", f"{who}@insieme.example")
    page.fill("main [name=password]", PASSWORD)
    page.locator("main form button.button:not([type=button])").click()
    page.locator(".account").wait_for()

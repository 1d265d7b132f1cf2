# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody with a browser of their own: signs up, registers a company, calls, offers, pledges - all by clicking and typing."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Browser, Page

from tests.browser import HEIGHT, complaints_of
from tests.server import Server

PASSWORD = "sette lune verdi"
CONFIRMING = re.compile(r"https?://[^\s]+(/confirm-email/[^\s]+/)")
#: So many seconds a letter may take that the clock writes.
PATIENCE = 90
HERE = ZoneInfo("Europe/Rome")


class Somebody:
    """A person at a browser. `page` is the tab in front of them; what goes wrong on it gathers in `complaints`."""

    def __init__(self, browser: Browser, server: Server, name: str = "", *, language: str = "en", scripts: bool = True) -> None:
        """Open a browser that has never been here."""
        self.server, self.name, self.language = server, name, language
        self.email = f"{name.split(' ', maxsplit=1)[0].lower()}@example.it"
        self.context = browser.new_context(
            viewport={"width": 1280, "height": HEIGHT},
            locale=language,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            service_workers="block",
            base_url=server.address,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.complaints = complaints_of(self.page, server.address)

    def words(self, words: str, **holes: str) -> str:
        """What these words of the house are in this person's language."""
        with translation.override(self.language):
            said = gettext(words)
            # Of what has a plural, the words for one.
            said = ngettext(words, words, 1) if said == words else said
            return said % holes if holes else said

    def press(self, words: str, **holes: str) -> None:
        """Press the button, or follow the link, that says this."""
        said, main = self.words(words, **holes), self.page.get_by_role("main")
        main.get_by_role("button", name=said).or_(main.get_by_role("link", name=said, exact=True)).first.click()

    def see(self, words: str, **holes: str) -> None:
        """Wait until the page says this."""
        self.page.get_by_role("main").get_by_text(self.words(words, **holes)).first.wait_for()

    def write(self, **answers: str) -> None:
        """Fill in the fields of these names."""
        for name, answer in answers.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)

    def sign_up(self) -> None:
        """Open an account and follow the link in the mail."""
        self.page.goto("/sign-up/")
        self.confirm_sign_up()

    def confirm_sign_up(self) -> None:
        """The same from the page on which one already stands."""
        self.write(name=self.name, email=self.email, password1=PASSWORD)
        self.page.locator("main [name=agreed]").check()
        self.press("Open the account")
        self.page.wait_for_url("**/confirm-email/")
        self.page.goto(self.letter(CONFIRMING))
        self.press("Yes, it is mine")
        self.page.get_by_role("banner").get_by_text(self.name).wait_for()

    def letter(self, pattern: re.Pattern[str]) -> str:
        """What the newest letter to this person says about `pattern`."""
        for letter in self.letters():
            if found := pattern.search(letter):
                return found[1]
        msg = f"no letter to {self.email}"
        raise AssertionError(msg)

    def letter_comes(self, pattern: re.Pattern[str]) -> str:
        """The same of a letter that the program's clock is about to write."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            if any(pattern.search(letter) for letter in self.letters()):
                break
            self.page.wait_for_timeout(100)
        return self.letter(pattern)

    def letters(self) -> list[str]:
        """What was written to this person, each with its subject on top, the newest first."""
        found = []
        for file in sorted(Path(self.server.data, "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True):
            for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                read = message_from_bytes(part.strip(), policy=default)
                if read["To"] == self.email:
                    # A subject that was folded begins with a blank.
                    found.append(f"{read['Subject'].strip()}\n{read.get_body(('plain',)).get_content()}")
        return found

    def register(self, company: str) -> None:
        """Open a page for a company."""
        self.page.goto("/organisations/new/")
        self.write(name=company, kind="company")
        self.press("Open its page")
        self.page.get_by_role("heading", name=company).wait_for()

    def call(self, title: str, *, choosing_at: datetime, closes_at: datetime, revisions_until: datetime | None = None) -> str:
        """Write a call and publish it, with a last moment for revisions if one is given; its address."""
        self.page.goto("/calls/new/")
        self.write(title=title, summary="We buy it anyway: who does most around here?", need="We drink **1,900 kg** a year.")
        self.write(category="food", unit="kg", at_least="2, 3", choosing_at=_typed(choosing_at), closes_at=_typed(closes_at))
        if revisions_until:
            self.write(revisions_until=_typed(revisions_until))
        self.press("Save the draft")
        self.press("Publish it")
        self.press("Declare your interests")
        self.page.locator("main [name=none]").check()
        self.press("Declare")
        self.press("Publish it")
        self.see("The call is open: companies can make their offers.")
        return self.page.url.removeprefix(self.server.address)

    def offer(self, call: str, **words: Any) -> None:
        """Make an offer to a call, read it once more, sign it."""
        self.page.goto(call)
        self.press("Make an offer")
        self.write_offer(**words)

    def write_offer(self, *, price: str, quorum: str, commitment: str, proof_by: datetime) -> None:
        """The same from the form of the offer."""
        self.write(product="Arabica, every week", price=price, quorum=quorum, commitment=commitment, basis="takings")
        self.write(tier_1_percent="12", proof="An invoice, and a public meter", proof_by=f"{proof_by:%Y-%m-%d}")
        self.press("Save the draft")
        self.press("Sign it")
        self.write(name=self.name, title="owner")
        self.page.locator("main [name=agreed]").check()
        self.press("Sign it")
        self.see("The offer is signed: everybody sees it now.")

    def choose(self, *lines: tuple[str, str]) -> None:
        """On the page of a pledge, put these offers in this order, each with its condition in words, if any."""
        for name, condition in lines:
            line = self.page.locator(f".rank > li[data-name='{name}']")
            line.locator("button[data-move=in]").click()
            if condition:
                line.locator(".condition select").select_option(label=condition)

    def pledge(self, call: str, *lines: tuple[str, str]) -> None:
        """Pledge, up to the receipt."""
        self.page.goto(f"{call}pledge/")
        self.choose(*lines)
        self.press("Read it once more, then confirm")
        self.press("Confirm the pledge")
        self.see("Your pledge stands")

    def download(self, words: str, folder: Path) -> Path:
        """Save what this link gives."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("main").get_by_role("link", name=words).click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file


def _typed(moment: datetime) -> str:
    return f"{moment.astimezone(HERE):%Y-%m-%dT%H:%M:%S}"

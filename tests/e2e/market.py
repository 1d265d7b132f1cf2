# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people do at a market beside pledging: ask companies to answer, ask questions and answer them, rate, revise, moderate."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator

from tests.e2e.somebody import Somebody
from tests.server import Server

#: So many looks at the inbox are enough for what the relay does within a second or two.
LOOKS = 100
#: For what the program's clock does by itself, in milliseconds.
LONG = 60_000
INVITED = re.compile(r"https?://[^\s/]+(/calls/\S+/invited/\S+/)")
HOURS = {
    "people choose": "update offers_call set choosing_at = :now",
    "the choice ends": "update offers_call set revisions_until = choosing_at, closes_at = :now",
    "the week is over": "update people_closing set due_at = :now",
}


def now_comes(server: Server, hour: str) -> None:
    """Nobody waits for hours or a week: the hour is moved to now, and the program's own clock does the rest."""
    with closing(sqlite3.connect(server.data / "insieme.sqlite3", timeout=20)) as database:
        database.execute(HOURS[hour], {"now": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"})
        database.commit()


class Trader(Somebody):
    """Somebody at the market."""

    def ask_company(self, call: str, *, to: str, name: str = "", message: str = "") -> None:
        """Ask a company to answer the call."""
        self.page.goto(call)
        self.press("Ask a company to answer")
        self.write(to=to, name=name, message=message)
        self.press("Send the letter")
        self.see("%(name)s is asked, and gets a letter.", name=name or to)

    def answer_the_letter(self) -> None:
        """Open the link by which a company is asked."""
        self.page.goto(self.letter_comes(INVITED))

    def open_offer(self, call: str, company: str) -> str:
        """Go from the call to the offer of this company; its address."""
        self.page.goto(call)
        self.page.get_by_role("main").locator("a[href*='/offers/']", has_text=company).first.click()
        self.page.get_by_role("heading", level=1, name=company).wait_for()
        return self.page.url.removeprefix(self.server.address)

    def speak(self, kind: str, text: str) -> None:
        """Say something on the page that is open."""
        self.page.locator("details.speak > summary").click()
        self.write(kind=kind, text=text)
        self.press("Say it")
        self.see("It is said, and waits for a moderator: so do the first voices of everybody.")

    def voice(self, words: str) -> Locator:
        """The voice on this page that says this."""
        return self.page.locator("article.voice", has_text=words).first

    def moderate(self, tab: str, of: Somebody, **decision: str) -> None:
        """Find somebody's voice among what waits for moderators, and decide about it."""
        self.page.goto("/")
        self.page.locator("details.account summary").click()
        self.page.locator("details.account").get_by_role("link", name=self.words("Moderation")).click()
        self.page.get_by_role("main").get_by_role("navigation").get_by_role("link", name=self.words(tab)).click()
        self.page.locator("article.voice", has_text=of.name).locator("a.button").first.click()
        for name in ("kind", "grant"):
            if name in decision:
                self.page.locator(f"main [name={name}][value={decision.pop(name)}]").check()
        self.write(**decision)
        self.press("Decide it")

    def told(self) -> list[str]:
        """What stands among this person's notices, the newest first."""
        self.page.goto("/notices/")
        return self.page.locator(".told a").all_inner_texts()

    def follow_notice(self, words: str, **holes: str) -> None:
        """Open the notice that says this, once it has come."""
        line = self.page.locator(".told a", has_text=self.words(words, **holes))
        for _look in range(LOOKS):
            self.page.goto("/")
            self.page.get_by_role("banner").locator("a.bell").click()
            self.page.wait_for_url("**/notices/")
            if line.count():
                break
            self.page.wait_for_timeout(200)
        line.first.click()

    def answer_officially(self, company: str, text: str) -> None:
        """Answer, for the company, the question that is open."""
        self.press("Answer officially for %(name)s", name=company)
        self.write(text=text)
        self.press("Sign and answer")
        self.see("The answer is signed and public.")

    def revise(self, offer: str, *, number: int, because: str, **words: str) -> None:
        """Write other words for an offer, look at what changes, sign."""
        self.page.goto(offer)
        self.press("Revise the offer")
        self.write(because=because, **words)
        self.press("Save, and look at what changes")
        self.write(name=self.name, title="owner")
        self.page.locator("main [name=agreed]").check()
        self.press("Sign it")
        self.see("Revision %(number)d is signed and in force.", number=number)

    def rate(
        self, offer: str, *, mark: str, reason: str, told: str = "Your marks are counted. You can change them until the close."
    ) -> None:
        """Give an offer a mark on the first criterion, and be `told` what it counts for."""
        self.page.goto(offer)
        self.press("Rate the offer")
        self.page.locator(f"main [name=mark-0][value='{mark}']").check()
        self.write(**{"reason-0": reason})
        self.press("Give these marks")
        self.see(told)


def hours(number: float) -> datetime:
    """The moment so many hours from now."""
    return datetime.now(UTC) + timedelta(hours=number)

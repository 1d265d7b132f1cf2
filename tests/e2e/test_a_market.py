# SPDX-License-Identifier: AGPL-3.0-or-later
"""A market that people trust: companies asked by letter, a question, both offers revised, a troll moderated, somebody who leaves."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.market import LONG, LOOKS, Trader, hours, now_comes
from tests.e2e.somebody import PASSWORD
from tests.e2e.test_the_whole_chain import verified
from tests.server import Server, insieme, running

pytestmark = pytest.mark.e2e

LAURI, MERIDIANO = "Torrefazione Lauri", "Caffè Meridiano"
TITLE = "Il caffè dei nostri uffici"
QUESTION = "Who picks the beans of the brightest harvest?"
ANSWER = "Le famiglie di due cooperative in Honduras: ora lo scriviamo nell'offerta."
#: What a bidder reads who rates a rival.
APART = (
    "Your marks stand apart, because you work for a company that makes an offer here, or with it: they are shown and not counted. "
    "You can change them until the close."
)
REASON = "A wholehearted promise, I find."
#: Words of nobody else, so that they can be looked for everywhere.
INSULT, STATEMENT, APPEAL, VERDICT = (
    "Siete tutti zerbinotti e lo sapete.",
    "Chiama le persone con un nomignolo: di' che cosa non va dell'offerta.",
    "Era una burlonata, si capiva benissimo.",
    "Non si capiva: resta nascosta.",
)


@dataclass
class Story:
    """What has happened once the call is decided, the troll has appealed, and Ada has left."""

    server: Server
    call: str
    offer: str
    marta: Trader
    irene: Trader
    omar: Trader
    ada: Trader
    bruno: Trader
    chiara: Trader
    dario: Trader
    tito: Trader
    taken: Path
    rival: str = ""
    revised: str = ""
    asked: list[str] = field(default_factory=list)
    answered: str = ""
    figures: list[str] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    reasons: int = 0
    rows: dict[str, list[str]] = field(default_factory=dict)

    @property
    def everybody(self):
        return [self.marta, self.irene, self.omar, self.ada, self.bruno, self.chiara, self.dario, self.tito]


@pytest.fixture(scope="module")
def market(browser, tmp_path_factory):
    """All of it, up to the outcome. Ada reads English, everybody else Italian."""
    with running(tmp_path_factory.mktemp("market")) as server:
        names = ("Marta Zanotti", "Irene Lauri", "Omar Benali", "Ada Ferri", "Bruno Sarti", "Chiara Neri", "Dario Poli", "Tito Bravi")
        marta, irene, omar, ada, bruno, chiara, dario, tito = (
            Trader(browser, server, name, language="en" if name == "Ada Ferri" else "it") for name in names
        )
        for somebody in (marta, irene, ada, bruno, chiara, dario, tito):
            somebody.sign_up()
        for moderator in (chiara, dario):
            assert insieme("moderator", moderator.email, data=server.data).returncode == 0
        marta.register("Rete Uffici")
        irene.register(LAURI)
        call = marta.call(TITLE, choosing_at=hours(1), closes_at=hours(2), revisions_until=hours(1.5))
        story = Story(server, call, "", marta, irene, omar, ada, bruno, chiara, dario, tito, tmp_path_factory.mktemp("taken"))
        _companies_answer(story)
        _a_question_is_answered(story)
        _people_choose(story)
        _an_offer_is_revised(story)
        now_comes(server, "the choice ends")
        _a_troll_is_moderated(story)
        _it_is_decided(story)
        yield story
        for somebody in story.everybody:
            somebody.context.close()


def _companies_answer(story):
    """Two are asked; one of them has no account, and opens one on the way from the letter to the offer."""
    marta, irene, omar = story.marta, story.irene, story.omar
    marta.ask_company(story.call, to=LAURI)
    marta.ask_company(story.call, to=omar.email, name=MERIDIANO, message="Voi tostate dietro l'angolo.")
    terms = {"quorum": "2", "proof_by": hours(24 * 90)}
    irene.answer_the_letter()
    irene.press("Answer with an offer")
    irene.press(LAURI)
    irene.write_offer(price="19,50", commitment="Pannelli solari sulla scuola", **terms)
    story.rival = irene.page.url.removeprefix(story.server.address)
    omar.answer_the_letter()
    assert "Voi tostate dietro l'angolo." in omar.page.get_by_role("main").inner_text()
    omar.press("Make an account and answer")
    omar.confirm_sign_up()
    omar.press("On to the offer")
    omar.write_offer(price="17,90", commitment="Un apprendista del quartiere", **terms)
    marta.page.goto(f"{story.call}companies/")
    story.asked = marta.page.locator("tbody tr").all_inner_texts()
    story.offer = omar.page.url.removeprefix(story.server.address)


def _a_question_is_answered(story):
    """Ada asks in public, a moderator lets it through, the company answers and revises its offer; the other does so a little."""
    story.ada.open_offer(story.call, MERIDIANO)
    story.ada.speak("question", QUESTION)
    story.dario.moderate("First voices", story.ada, kind="show")
    story.omar.follow_notice("Somebody awaits your answer: %(title)s", title=f"{MERIDIANO}: {TITLE}")
    story.omar.answer_officially(MERIDIANO, ANSWER)
    story.omar.revise(story.offer, number=2, because="Ce l'avete chiesto.", product="Arabica di due cooperative in Honduras")
    story.irene.revise(story.rival, number=2, because="Così è più chiaro.", product="Arabica, ogni lunedì")


def _people_choose(story):
    now_comes(story.server, "people choose")
    page = story.ada.page
    page.goto(story.call)
    pledging = page.get_by_role("link", name="Put them in order and pledge").first
    assert any(page.reload() and pledging.is_visible() for _look in range(LOOKS))
    story.ada.rate(story.offer, mark="5", reason=REASON)
    story.irene.rate(story.offer, mark="1", reason="Non credo.", told=APART)
    story.ada.pledge(story.call, (MERIDIANO, ""), (LAURI, ""))
    story.bruno.pledge(story.call, (MERIDIANO, ""), (LAURI, ""))
    story.chiara.pledge(story.call, (LAURI, ""))


def _an_offer_is_revised(story):
    """The price falls while people choose. Ada says yes to it, Bruno says nothing."""
    story.omar.revise(story.offer, number=3, because="Abbiamo trovato un corriere migliore.", price="16,90")
    page = story.ada.page
    page.goto(story.ada.letter_comes(re.compile(r"changed the offer that you ranked[^/]*https?://[^/]+(/\S+)")))
    assert "16.90" in page.get_by_role("main").inner_text()
    story.ada.press("Confirm")
    story.ada.see("Say whether it stays on your list")
    page.get_by_label("stays on my list").check()
    story.ada.press("Confirm")
    story.ada.see("Done: your list stands as you see it here.")


def _a_troll_is_moderated(story):
    """Somebody insults; a moderator lets it slip, Bruno reports it, it is hidden; the author appeals, and another moderator decides."""
    tito, bruno, dario = story.tito, story.bruno, story.dario
    tito.page.goto(story.call)
    tito.speak("opinion", INSULT)
    dario.moderate("First voices", tito, kind="show")
    bruno.page.goto(story.call)
    bruno.voice(INSULT).get_by_role("link", name=bruno.words("Report")).click()
    bruno.page.locator("main [name=rule][value=insult]").check()
    bruno.press("Report it")
    dario.moderate("Flagged", tito, kind="hide", rule="insult", statement=STATEMENT)
    tito.follow_notice("Your words were hidden; read why: %(title)s", title=TITLE)
    assert STATEMENT in tito.page.get_by_role("main").inner_text()
    tito.write(words=APPEAL)
    tito.press("Ask another moderator")


def _it_is_decided(story):
    """What the pages say is read here: Ada leaves in a test of hers, and takes her question and her marks along."""
    page = story.bruno.page
    page.goto(story.offer)
    story.answered = story.bruno.voice(QUESTION).locator(".official").inner_text()
    page.goto("/organisations/caffe-meridiano/voices/")
    story.figures = page.locator(".figures dd").all_inner_texts()
    page.goto(f"{story.offer}ratings/")
    first = page.locator(".spread").first
    story.marks = {row.locator("th").inner_text(): row.locator("td.number").all_inner_texts() for row in first.locator("tbody tr").all()}
    story.reasons = page.locator(".reasons li").count()
    page.goto(f"{story.rival}revisions/2/")
    story.revised = page.get_by_role("main").inner_text()
    page.goto(story.call)
    page.get_by_role("main").locator(f"a[href='{story.call}outcome/']").first.click(timeout=LONG)
    story.rows = _rows(page)


def _rows(page):
    table = page.get_by_role("table").first
    return {row.locator("th").first.inner_text(): row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()}


def test_the_promoter_sees_who_was_asked_and_came(market):
    assert len(market.asked) == 2
    assert all(market.marta.words("has made an offer") in row for row in market.asked)


def test_the_answer_stands_under_the_question_and_in_time(market):
    assert ANSWER in market.answered
    assert market.figures == ["1", "1", "0", "0", "0"]


def test_both_companies_revised_their_offers(market):
    assert "Così è più chiaro." in market.revised
    assert "Arabica, ogni lunedì" in market.revised


def test_marks_of_a_rival_are_not_counted_and_reasons_of_newcomers_wait(market):
    assert (market.marks["5"], market.marks["1"]) == (["1", "0"], ["0", "1"])
    assert market.reasons == 0


def test_what_was_not_confirmed_does_not_count(market):
    rows = market.rows
    assert rows[MERIDIANO][:2] == ["2", "1"]
    assert rows[MERIDIANO][-1] == market.bruno.words("does not go ahead")
    assert rows[LAURI][1] == "3"


def test_everybody_is_told_in_their_language(market):
    for who in (market.ada, market.bruno, market.chiara):
        said = who.letter_comes(re.compile(rf"^{re.escape(who.words('Decided: %(title)s', title=TITLE))}\n([\s\S]*)"))
        assert LAURI in said
        assert ("You buy" in said) == (who.language == "en")
    decided = "The call “%(title)s” is decided: %(names)s goes ahead"
    won = "The call “%(title)s” is decided and your offer goes ahead: here you read who buys"
    for who, words in ((market.marta, decided), (market.irene, won), (market.omar, decided)):
        assert who.letter_comes(re.compile(rf"^({re.escape(who.words(words, title=TITLE, names=LAURI))})\n"))
    assert "has answered you" in market.ada.letter_comes(re.compile(r"^(.*answered.*)\n"))


def test_the_troll_is_told_why_another_moderator_decides_and_the_record_shows_it_without_a_word(market, tmp_path):
    page = market.dario.page
    page.goto("/moderation/?show=appeals")
    assert not page.locator("article.voice").count()
    market.chiara.page.goto("/moderation/?show=appeals")
    page.goto(market.chiara.page.locator("article.voice", has_text="Tito Bravi").locator("a.button").get_attribute("href"))
    assert not page.locator("main [name=grant]").count()
    market.chiara.moderate("Appeals", market.tito, grant="no", because=VERDICT)
    notice = "Another moderator has looked again, and the decision stands: %(title)s"
    market.tito.follow_notice(notice, title=TITLE)
    assert VERDICT in market.tito.page.get_by_role("main").inner_text()
    assert not market.tito.page.locator("main [name=words]").count()
    market.bruno.page.goto(market.call)
    assert INSULT not in market.bruno.page.content()
    entries = _exported(market, tmp_path)
    for step in ("spoken", "flagged", "hidden", "appealed", "appeal_decided"):
        assert f"voices.{step}".encode() in entries
    for said in (INSULT, STATEMENT, APPEAL, VERDICT, QUESTION):
        assert all(word.encode() not in entries for word in said.split() if len(word) > 8), said


def test_who_leaves_takes_everything_along_and_leaves_nothing(market, tmp_path):
    ada = market.ada
    assert _held(market.server.data, "Ada Ferri", ada.email, "brightest harvest", "wholehearted")
    with zipfile.ZipFile(_taken(ada, market.taken)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")}
    assert json.loads(held["people/person.json"])["email"] == ada.email
    for room, words in (("offers", market.offer.split("/")[-2]), ("offers", REASON), ("voices", QUESTION), ("notices", TITLE)):
        assert any(words in text for name, text in held.items() if name.startswith(room)), (room, words)
    ada.page.goto("/settings/data/")
    ada.press("Read what goes and what stays")
    ada.page.locator("main [name=sure]").check()
    ada.press("Close my account in a week")
    _show_who(ada)
    ada.see("Keep my account open")
    now_comes(market.server, "the week is over")
    ada.letter_comes(re.compile(r"^(Your account is closed)\n"))
    # What is found by its words follows the record, a moment later.
    assert any(not _held(market.server.data, "Ada Ferri", ada.email, "brightest harvest", "wholehearted") for _look in range(LOOKS))
    assert list(Path(market.server.data).rglob("*.zip")) == []
    _exported(market, tmp_path)
    checked = verified(tmp_path / "record", tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_no_page_complained(market):
    assert [line for somebody in market.everybody for line in somebody.complaints] == []


def _exported(market, folder):
    """All that the exported record holds."""
    assert insieme("record", "export", folder / "record", data=market.server.data).returncode == 0
    return b"".join(file.read_bytes() for file in (folder / "record").rglob("*") if file.is_file())


def _taken(somebody, folder):
    somebody.page.goto("/settings/")
    somebody.page.get_by_role("link", name=somebody.words("My data")).first.click()
    somebody.press("Take my data along")
    somebody.press("Gather my data")
    _show_who(somebody)
    somebody.page.get_by_role("link", name=somebody.words("Download")).wait_for(timeout=LONG)
    return somebody.download(somebody.words("Download"), folder)


def _show_who(somebody):
    if "/password/again/" in somebody.page.url:
        somebody.write(password=PASSWORD)
        somebody.press("Go on")


def _held(data, *words):
    """In which columns of which tables one of these words stands."""
    with closing(sqlite3.connect(data / "insieme.sqlite3")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        found = []
        for table in tables:
            rows = database.execute(f'select * from "{table}"')  # noqa: S608 - the tables of our own database
            names = [column[0] for column in rows.description]
            for row in rows:
                found += [f"{table}.{name}" for name, value in zip(names, row, strict=True) if any(word in str(value) for word in words)]
    return sorted(set(found))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a call to a counted outcome that anybody can check, in the browsers of those who take part and on the program's own clock."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from house.plan import ROOT
from tests.e2e.somebody import Somebody
from tests.server import Server, insieme, running

pytestmark = pytest.mark.e2e

LAURI, MERIDIANO = "Torrefazione Lauri", "Caffè Meridiano"
HOURS = {
    "choosing_at": "update offers_call set choosing_at = ?",
    "closes_at": "update offers_call set closes_at = ?",
}
#: So many looks at a page are enough for what the clock does within a second or two.
LOOKS = 300
#: For what the clock does by itself, in milliseconds.
LONG = 60_000
#: A Python that has `cryptography` and nothing of the project: no user's and no site's additions, no path from outside.
ALONE = """
import importlib.util, runpy, sys
sys.path.append(sys.argv.pop(1))
assert importlib.util.find_spec("insieme") is None
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@dataclass
class Story:
    """What has happened once the call is decided."""

    server: Server
    call: str
    ada: Somebody
    bruno: Somebody
    chiara: Somebody
    everybody: list[Somebody]
    totals: list[str]


@pytest.fixture(scope="module")
def story(browser, tmp_path_factory):
    """A manager calls, two others sign offers, three people pledge, the deadline passes."""
    with running(tmp_path_factory.mktemp("chain")) as server:
        names = ("Marta Zanotti", "Irene Lauri", "Omar Benali", "Ada Ferri", "Bruno Sarti", "Chiara Neri")
        everybody = [Somebody(browser, server, name) for name in names]
        for somebody in everybody:
            somebody.sign_up()
        marta, irene, omar, ada, bruno, chiara = everybody
        for manager, company in ((marta, "Rete Uffici"), (irene, LAURI), (omar, MERIDIANO)):
            manager.register(company)
        opens, closes = (datetime.now(UTC) + timedelta(hours=hours) for hours in (1, 2))
        call = marta.call("The coffee of our offices", choosing_at=opens, closes_at=closes)
        proof_by = opens + timedelta(days=90)
        irene.offer(call, price="19.50", quorum="2", commitment="Solar panels on the school", proof_by=proof_by)
        omar.offer(call, price="17.90", quorum="2", commitment="An apprentice from around here", proof_by=proof_by)
        told = Story(server, call, ada, bruno, chiara, everybody, [])
        _people_choose(told, watching=Somebody(browser, server))
        marta.page.goto(call)
        _the_hour_comes(server, "closes_at")
        marta.page.get_by_role("link", name="It is decided: see the outcome").click(timeout=LONG)
        yield told
        for somebody in everybody:
            somebody.context.close()


def _the_hour_comes(server, hour):
    """Nobody waits for two hours: the hour of the call is moved to now, and the program's own clock does the rest."""
    with closing(sqlite3.connect(server.data / "insieme.sqlite3", timeout=20)) as database:
        database.execute(HOURS[hour], (f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",))
        database.commit()


def _people_choose(told, *, watching):
    """Three pledge; a stranger's page, never loaded again, shows each."""
    page = watching.page
    page.goto(told.call)
    _the_hour_comes(told.server, "choosing_at")
    pledging = page.get_by_role("link", name="Put them in order and pledge")
    assert any(page.reload() and pledging.is_visible() for _look in range(LOOKS))
    page.evaluate("window.loadedOnce = true")
    figure = page.locator(".quorum .figure")
    told.totals.append(figure.inner_text())
    pledges = (
        (told.ada, [(LAURI, ""), (MERIDIANO, "")]),
        (told.bruno, [(MERIDIANO, "")]),
        (told.chiara, [(LAURI, "only if at least 3 of us buy this")]),
    )
    for number, (somebody, lines) in enumerate(pledges, start=1):
        somebody.pledge(told.call, *lines)
        figure.filter(has_text=str(number)).wait_for()
        told.totals.append(figure.inner_text())
    assert page.evaluate("window.loadedOnce")
    watching.context.close()
    told.everybody.append(watching)


def _outcome(somebody, story):
    somebody.page.goto(f"{story.call}outcome/")
    return somebody.page.get_by_role("main").inner_text()


def test_the_total_moved_on_a_page_that_was_only_open(story):
    assert story.totals == ["0", "1", "2", "3"]


def test_no_page_complained(story):
    assert [line for somebody in story.everybody for line in somebody.complaints] == []


def test_the_outcome_explains_itself(story):
    said = _outcome(story.ada, story)
    assert f"{MERIDIANO} goes ahead, with 2 people" in said
    assert "It is the only stable outcome." in said
    rows = {row[0]: row[1:] for row in _rows(story.ada.page)}
    assert rows[LAURI] == ["2", "1", "–", "does not go ahead"]
    assert rows[MERIDIANO] == ["2", "2", "2", "goes ahead, tier from 2"]
    assert "Round by round" in said


def _rows(page):
    table = page.get_by_role("table").first
    return [[cell.inner_text() for cell in row.locator("th, td").all()] for row in table.locator("tbody tr").all()]


def test_each_reads_their_own_result(story):
    assert f"For you, Ada Ferri: {MERIDIANO}, number 2 on your list. 1 kg for €17.90 in all." in _outcome(story.ada, story)
    assert f"For you, Bruno Sarti: {MERIDIANO}, number 1 on your list. 1 kg for €17.90 in all." in _outcome(story.bruno, story)
    assert "For you, Chiara Neri: you buy nothing and owe nothing." in _outcome(story.chiara, story)


def test_each_got_a_letter_about_it(story):
    for somebody in (story.ada, story.bruno, story.chiara):
        assert somebody.letter_comes(re.compile(r"(/calls/\S+/outcome/)")) == f"{story.call}outcome/"


def test_one_of_them_counts_it_again(story, tmp_path):
    _outcome(story.bruno, story)
    story.bruno.download("Pledges", tmp_path)
    result = story.bruno.download("Result", tmp_path)
    printed = story.bruno.page.locator("#recount pre.command").inner_text().split()
    assert insieme(*printed[1:], data=tmp_path, cwd=tmp_path).returncode == 0
    other = json.loads(result.read_text())
    other["active"] = []
    result.write_text(json.dumps(other))
    assert insieme(*printed[1:], data=tmp_path, cwd=tmp_path).returncode == 1


def test_the_receipt_opens_the_commitment_that_stands_in_the_record(story):
    page = story.ada.page
    page.goto(f"{story.call}pledge/receipt/")
    page.get_by_text("Check the commitment yourself").click()
    salt, payload, line = page.locator("details pre").all_inner_texts()
    commitment = page.locator("dd.mono").inner_text()
    assert hashlib.sha256(bytes.fromhex(salt) + payload.encode()).hexdigest() == commitment
    assert salt in line
    assert {entry["offer"] for entry in json.loads(payload)["entries"]} <= set(_refs(story))
    page.get_by_role("link", name="of the record").click()
    page.get_by_text("It stands here as it was sealed.").wait_for()
    page.get_by_text("The entry, letter by letter").click()
    assert commitment in page.locator("main pre").inner_text()


def _refs(story):
    with closing(sqlite3.connect(story.server.data / "insieme.sqlite3")) as database:
        return [ref for (ref,) in database.execute("select ref from offers_offer")]


def verified(folder, cwd):
    """Check an exported record with the program that strangers download, in a Python of its own."""
    command = [sys.executable, "-I", "-S", "-c", ALONE, sysconfig.get_path("platlib"), ROOT / "verify_record.py", folder]
    return subprocess.run(command, cwd=cwd, env={}, capture_output=True, text=True, check=False)


def test_the_record_verifies_without_the_project(story, tmp_path):
    assert insieme("record", "export", tmp_path / "record", data=story.server.data).returncode == 0
    checked = verified(tmp_path / "record", tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_one_changed_byte_of_an_old_row_is_named(story, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(story.server.data / "keys", data / "keys")
    with closing(sqlite3.connect(story.server.data / "insieme.sqlite3")) as old, closing(sqlite3.connect(data / "insieme.sqlite3")) as new:
        old.backup(new)
        position, public = new.execute(
            "select position, public from record_entry where code = 'offers.offer_signed' order by position"
        ).fetchone()
        new.execute("update record_entry set public = ? where position = ?", (public.replace("1", "2", 1), position))
        new.commit()
    assert insieme("record", "export", tmp_path / "record", data=data).returncode == 0
    checked = verified(tmp_path / "record", tmp_path)
    assert checked.returncode == 1
    assert f"position {position}:" in checked.stdout + checked.stderr
    ours = insieme("record", "verify", data=data)
    assert ours.returncode == 1
    assert f"position {position}:" in ours.stdout + ours.stderr

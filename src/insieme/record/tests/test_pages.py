# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record's pages and files as a visitor gets them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from insieme.record import access, actions
from insieme.record.facts import Erased
from insieme.record.models import Checkpoint, Entry
from insieme.record.queries import Topic
from insieme.record.rules.leaves import leaf
from insieme.record.rules.notes import open_note
from insieme.record.rules.trees import root_by_inclusion
from insieme.record.tests.makers import ADA, CLOCK, TOPIC, Paused, said, sealed
from insieme.record.web import lines

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).resolve().parents[4] / "verify_record.py"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == status, address
    return response.content.decode()


def test_an_empty_record_says_what_will_come(client: Client) -> None:
    assert "Nothing is in the record yet" in text(client, "/record/")
    assert "Nothing is signed yet" in text(client, "/record/checkpoints/")
    page = text(client, "/record/verify/")
    assert "verify_record.py" in page
    assert 'href="/source/"' in page.partition("<footer")[0]
    text(client, "/record/checkpoint", 404)
    text(client, "/record/0/", 404)


def test_the_feed_pages_by_position_and_filters(client: Client) -> None:
    sealed(60)
    said(1, first=77, by=CLOCK, about="call:cake")
    actions.seal()
    page = text(client, "/record/")
    assert "Somebody counted to 77." in page
    assert "Somebody counted to 11." in page
    assert "Somebody counted to 10." not in page
    assert "?before=11" in page
    older = text(client, "/record/?before=11")
    assert "Somebody counted to 10." in older
    assert "Somebody counted to 11." not in older
    cake = text(client, "/record/?about=call:cake")
    assert "counted to 77" in cake
    assert "counted to 59" not in cake
    assert "Nothing of that" in text(client, "/record/?kind=record")


def test_the_feed_filters_by_kind_whatever_the_fact_is_called(client: Client) -> None:
    sealed(60)
    with transaction.atomic():
        actions.say(Paused(), about=TOPIC, by=CLOCK)
        actions.say(Erased(parts=2), about="record", by=CLOCK)
    said(1, first=77)
    actions.seal()
    page = text(client, "/record/?kind=numbers")
    shown = re.findall(r'class="position"><a href="/record/(\d+)/"', page)
    assert list(map(int, shown)) == [62, *range(60, 11, -1)]
    assert "kind=numbers&amp;before=12" in page
    only = text(client, "/record/?kind=record")
    assert "were erased" in only
    assert "counted" not in only
    for words in ("Numbers", "Record", "Everything"):
        assert f">{words}</a></li>" in only


def test_the_count_and_the_numbers_are_told_apart(client: Client) -> None:
    sealed(1)
    assert "1 entry so far, number 0" in text(client, "/record/")
    said(6)
    actions.seal()
    assert "7 entries so far, numbered from 0 to 6" in text(client, "/record/")
    assert "entries from 0 to 6" in text(client, "/record/checkpoints/7/")


def test_what_an_entry_is_about_has_its_title_and_leads_to_its_page(client: Client) -> None:
    said(1, about="oven:rye", first=1)
    with transaction.atomic():
        actions.say(Paused(), about="oven:oven", by=CLOCK)
    said(1, about="oven:cold", first=2)
    said(1, about="elsewhere", first=3)
    actions.seal()
    page = text(client, "/record/")
    assert page.count('<a href="/record/entries/rye/">RYE</a>') == 1
    assert "oven:" not in page.partition("<main")[2]
    assert "elsewhere" not in page
    about = text(client, "/record/?about=oven:rye")
    assert "<h1>RYE</h1>" in about
    assert "?about=oven%3Arye&amp;kind=numbers" in about
    for number, shown in enumerate(('<a href="/record/entries/rye/">RYE</a>', "OVEN", "oven:cold", "elsewhere")):
        assert shown in text(client, f"/record/{number}/")


def test_a_title_that_stands_in_the_sentence_becomes_the_link() -> None:
    entry = Entry(code="record_tests.counted", public='{"number": 7, "words": ""}', about=TOPIC, position=4)
    shown = lines.line(entry, Topic("Somebody <b>", "/x/"))
    assert (shown["about"], str(shown["words"])) == ("Somebody <b>", "Somebody counted to 7.")
    shown = lines.line(entry, Topic("counted to", "/x/"))
    assert str(shown["words"]) == 'Somebody <a href="/x/">counted to</a> 7.'
    assert "about" not in shown


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999999", "about=%00", "about=" + "x" * 300, "kind=nonsense"]
)
def test_what_cannot_be_looked_for_is_said_at_its_field(client: Client, query: str) -> None:
    sealed(1)
    assert client.get(f"/record/?{query}").status_code in {200, 400, 404}


@pytest.mark.parametrize("address", ["/record/", "/record/checkpoints/"])
def test_lists_cost_the_same_for_one_and_for_many(client: Client, address: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(transaction.get_connection()) as seen:
            client.get(address)
        return len(seen)

    sealed(1)
    one = cost()
    for number in range(5):
        said(1, first=number)
        actions.seal()
    assert cost() == one <= 3


def test_an_entry_shows_its_proof_and_that_nobody_is_named(client: Client) -> None:
    sealed(5)
    page = text(client, "/record/3/")
    assert "It stands here as it was sealed." in page
    assert access.spelled(3, 4)[0].decode().replace('"', "&quot;") in page
    assert ADA.name not in page
    assert "s3" not in page.partition("What is in it")[2].partition("The entry, letter by letter")[0]
    with CaptureQueriesContext(transaction.get_connection()) as seen:
        client.get("/record/3/")
    assert len(seen) <= 12


def test_a_changed_entry_is_called_so(client: Client) -> None:
    sealed(5)
    Entry.objects.filter(position=3).update(about="call:other")
    assert "This is not what was sealed." in text(client, "/record/3/")
    Entry.objects.filter(position=2).update(public="{")
    assert "This is not what was sealed." in text(client, "/record/2/")
    assert "cannot be read any more" in text(client, "/record/")


def test_nobody_sees_which_parts_are_erased_or_those_that_go_together_would_tell_whose_they_were(client: Client) -> None:
    sealed(2)
    before = text(client, "/record/0/").partition("What is in it")[2].partition("How one can tell")[0]
    actions.erase(TOPIC, by=CLOCK)
    page = text(client, "/record/0/")
    assert page.partition("What is in it")[2].partition("How one can tell")[0] == before
    assert "its digest alone stands here" in before
    assert "as it was sealed" in page


def test_a_fact_that_is_not_sealed_yet_has_a_page(client: Client) -> None:
    ref = said()[0].ref
    assert "within seconds" in text(client, f"/record/entries/{ref}/")
    actions.seal()
    assert client.get(f"/record/entries/{ref}/").headers["location"] == "/record/0/"
    text(client, "/record/entries/nothing/", 404)


def test_checkpoints_are_shown_and_those_that_do_not_hold_are_named(client: Client) -> None:
    sealed(7, batch=3)
    assert "3 entries, signed" in text(client, "/record/checkpoints/3/")
    page = text(client, "/record/checkpoints/6/")
    assert "The signature holds." in page
    assert "only grown since" in page
    text(client, "/record/checkpoints/5/", 404)
    Checkpoint.objects.filter(size=6).update(root="00" * 32, note=Checkpoint.objects.get(size=3).note)
    page = text(client, "/record/checkpoints/6/")
    assert "does not hold" in page
    assert "has not grown out of" in page


def test_files_are_served_as_the_standard_says(client: Client) -> None:
    sealed(300)
    note = client.get("/record/checkpoint")
    assert open_note(note.content.decode(), access.key())[0] == 300
    assert note.headers["content-type"] == "text/plain; charset=utf-8"
    assert client.get("/record/vkey").content.decode().strip() == str(access.key())
    full, part = client.get("/record/tile/0/000"), client.get("/record/tile/0/001.p/44")
    assert (len(full.content), len(part.content)) == (8192, 44 * 32)
    assert "immutable" in full.headers["cache-control"]
    assert "immutable" not in part.headers["cache-control"]
    assert client.get("/record/tile/0/001.p/7").content == part.content[: 7 * 32]
    bundle = client.get("/record/tile/entries/001.p/44").content
    first = bundle[2 : 2 + int.from_bytes(bundle[:2], "big")]
    assert leaf(first) == part.content[:32]
    assert json.loads(first)["public"]["number"] == 256


@pytest.mark.parametrize(
    "address",
    [
        "0/001",
        "0/001.p/45",
        "0/002",
        "entries/001",
        "entries/001.p/45",
        "entries/x001/000",
        "9/000",
        "-1/000",
        "x/000",
        "0/../vkey",
        "0/1",
        "0/000.p/0",
        "1/001",
    ],
)
def test_tiles_that_are_not_there(client: Client, address: str) -> None:
    sealed(300)
    assert client.get(f"/record/tile/{address}").status_code == 404


def test_a_proof_can_be_downloaded_and_holds_by_itself(client: Client) -> None:
    sealed(300)
    proof = json.loads(client.get("/record/proof/137.json").content)
    path = [bytes.fromhex(node) for node in proof["path"]]
    root = root_by_inclusion(leaf(proof["entry"].encode()), 137, proof["size"], path)
    assert open_note(proof["checkpoint"], access.key()) == (300, root)
    text(client, "/record/proof/300.json", 404)


def test_the_archive_checks_itself(client: Client, tmp_path: Path) -> None:
    sealed(300, batch=100)
    data = b"".join(client.get("/record/record.tar").streaming_content)
    subprocess.run(["tar", "x", "-C", tmp_path], input=data, check=True)
    assert (tmp_path / "verify_record.py").read_bytes() == VERIFIER.read_bytes() == client.get("/record/verify_record.py").content
    out = subprocess.run([sys.executable, "verify_record.py", "record"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (out.returncode, out.stderr) == (0, "")
    assert "300 entries" in out.stdout
    assert b"".join(client.get("/record/checkpoints").streaming_content) == (tmp_path / "record" / "checkpoints").read_bytes()


@pytest.mark.parametrize("address", ["/record/", "/record/checkpoint", "/record/verify/", "/record/0/"])
def test_nothing_is_changed_through_these_doors(client: Client, address: str) -> None:
    sealed(1)
    assert client.post(address).status_code == 405

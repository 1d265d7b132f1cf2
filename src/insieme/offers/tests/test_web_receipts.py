# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one keeps of a pledge: the receipt that one can check, what one got, all of one's own pledges."""

import hashlib
import json
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from django.utils.html import escape

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions
from insieme.offers.tests.makers import CLOCK, CLOSES, MEANWHILE, a_choice, a_pledge, as_actor
from insieme.people.tests.makers import a_person
from insieme.record.actions import seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)


@pytest.fixture
def person(client):
    made = a_person()
    client.force_login(made)
    return made


def test_the_receipt_opens_the_commitment_to_its_owner_alone(client, person):
    call, (offer,) = a_choice(2)
    pledge = a_pledge(call, offer, by=person)
    shown = client.get(f"/pledges/{pledge.ref}/")
    opened = shown.context["receipt"].opened
    assert hashlib.sha256(bytes.fromhex(opened.salt) + opened.payload.encode()).hexdigest() == pledge.commitment
    assert json.loads(opened.payload)["entries"] == pledge.entries
    for part in (opened.salt, pledge.commitment, escape(shown.context["line"])):
        assert part in shown.content.decode()
    assert client.get(f"/calls/{call.slug}/pledge/receipt/").url == f"/pledges/{pledge.ref}/"
    client.force_login(a_person())
    assert client.get(f"/pledges/{pledge.ref}/").status_code == 404
    assert client.get(f"/pledges/{pledge.ref}/proof/").status_code == 404


@pytest.mark.parametrize("sums", ["sha256sum", "shasum"])
@pytest.mark.parametrize("salt", [b"\x00%\n\\'\x00", b"%%s"])
def test_the_line_for_a_terminal_prints_the_commitment_with_what_every_machine_has(client, person, tmp_path, monkeypatch, sums, salt):
    """A Mac has `shasum` alone, a small Linux `sha256sum` alone. The salt holds the bytes that a shell could trip over."""
    for tool in ("bash", "sed", sums):
        if shutil.which(tool) is None:
            pytest.skip(f"no {tool} here")
        (tmp_path / tool).symlink_to(shutil.which(tool))
    call, (offer,) = a_choice(2)
    monkeypatch.setattr("insieme.record.actions.saying.secrets", SimpleNamespace(token_bytes=lambda size: salt.ljust(size, b"b")))
    pledge = a_pledge(call, offer, by=person)
    line = client.get(f"/pledges/{pledge.ref}/").context["line"]
    done = subprocess.run(["bash", "-c", line], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.stdout.split()[:1], done.stderr) == ([pledge.commitment], "")


def test_the_receipt_leads_to_the_proof_once_it_is_sealed(client, person):
    call, (offer,) = a_choice(2)
    pledge = a_pledge(call, offer, by=person)
    assert "/record/" not in client.get(f"/pledges/{pledge.ref}/proof/").content.decode()
    seal()
    pledge.fact.refresh_from_db()
    assert f"/record/{pledge.fact.position}/" in client.get(f"/pledges/{pledge.ref}/").content.decode()


def test_a_receipt_says_what_has_become_of_its_pledge(client, person):
    call, (offer,) = a_choice(2)
    first = a_pledge(call, offer, by=person)
    second = a_pledge(call, offer, by=person, quantity=3, seen=1)

    def state(pledge):
        return client.get(f"/pledges/{pledge.ref}/").context["state"]

    assert (state(first), state(second)) == ("replaced", "stands")
    actions.cancel_call(call.slug, by=CLOCK, because="Nobody needs it any more.", now=MEANWHILE)
    assert state(second) == "cancelled"
    assert "asked for at most" not in client.get(f"/pledges/{second.ref}/", headers={"accept-language": "en"}).content.decode()
    other, (offer,) = a_choice(2)
    a_pledge(other, offer, by=person)
    gone = actions.withdraw_pledge(other.slug, by=as_actor(person), seen=1, now=MEANWHILE)
    assert state(gone) == "withdrawn"
    third, (offer,) = a_choice(2)
    pledge = a_pledge(third, offer, by=person)
    actions.close_call(third.slug, by=CLOCK, now=CLOSES)
    assert state(pledge) == "closed"


def test_my_pledges_are_mine_and_page_by_key(client, person, monkeypatch):
    monkeypatch.setattr("insieme.offers.web.receipts.PAGE", 2)
    assert client.get("/pledges/").context["any"] is False
    calls = []
    for _ in range(3):
        call, (offer,) = a_choice(2)
        a_pledge(call, offer)
        a_pledge(call, offer, by=person)
        calls.append(call.slug)
    actions.withdraw_pledge(calls[0], by=as_actor(person), seen=1, now=MEANWHILE)
    first = client.get("/pledges/")
    rest = client.get(f"/pledges/{first.context['older']}")
    listed = [pledge.call.slug for page in (first, rest) for group in page.context["groups"].values() for pledge in group]
    assert sorted(listed) == sorted(calls)
    assert rest.context["older"] == ""
    assert client.get("/pledges/?before=x").status_code == 200


@pytest.mark.parametrize("pledges", [1, 4])
def test_my_pledges_take_as_many_queries_for_one_as_for_four(client, person, pledges, django_assert_num_queries):
    for _ in range(pledges):
        call, (offer,) = a_choice(2)
        a_pledge(call, offer, by=person)
    client.get("/calls/")
    with django_assert_num_queries(5):
        client.get("/pledges/")

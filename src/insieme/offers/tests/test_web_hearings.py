# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which an organisation asks to be heard, and on which it is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from insieme.offers import tasks
from insieme.offers.models import Hearing
from insieme.offers.tests.makers import DAY, a_draft, published
from insieme.people.tests.makers import a_person, an_organisation

pytestmark = pytest.mark.django_db
WORDS = "Nel primo capoverso: il mulino lungo il fiume siamo noi."


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)


@pytest.fixture
def promoted():
    """An open call, and who promotes it."""
    draft, promoter = a_draft()
    return published(draft, promoter), promoter


@pytest.fixture
def miller():
    return a_person()


@pytest.fixture
def mill(miller):
    return an_organisation("Mulino Rosso", owner=miller)


def page(client, address):
    return client.get(address).content.decode()


def asked(client, call, miller, mill):
    """The mill has asked on its page; return where its wish stands."""
    client.force_login(miller)
    return client.post(f"/calls/{call.slug}/reply/ask/", {"organisation": mill.slug, "words": WORDS})["Location"]


def test_it_asks_on_its_page_once_and_what_was_typed_stays(client, promoted, miller, mill) -> None:
    call, _promoter = promoted
    address = f"/calls/{call.slug}/reply/ask/"
    assert address in page(client, f"/calls/{call.slug}/")
    assert "sign-in" in client.get(address)["Location"]
    client.force_login(miller)
    assert "Mulino Rosso" in page(client, address)
    torn = client.post(address, {"organisation": mill.slug, "words": "x" * 501})
    assert torn.status_code == 422
    assert "x" * 501 in torn.content.decode()
    first, second = (client.post(address, {"organisation": mill.slug, "words": WORDS})["Location"] for _ in range(2))
    assert first == second == f"/calls/{call.slug}/reply/asked/{Hearing.objects.get().ref}/"
    assert "il mulino lungo il fiume" in page(client, first)
    standing = page(client, address)
    assert first in standing
    assert "<textarea" not in standing
    assert client.post(first, {"yes": "1"}).status_code == 403


def test_the_promoter_sees_who_waits_and_says_yes(client, promoted, miller, mill) -> None:
    call, promoter = promoted
    listed = f"/calls/{call.slug}/reply/asked/"
    client.force_login(promoter)
    assert "empty" in page(client, listed)
    one = asked(client, call, miller, mill)
    assert client.get(listed).status_code == 403
    assert f'href="{listed}"' not in page(client, f"/calls/{call.slug}/")
    client.force_login(promoter)
    for where in (f"/calls/{call.slug}/", listed, "/", "/roles/"):
        assert f'href="{listed}' in page(client, where), where
    assert one in page(client, listed)
    assert client.post(one, {"yes": "1"})["Location"] == listed
    assert client.post(one, {"yes": "1"})["Location"] == listed
    assert f'href="{listed}' not in page(client, "/")
    client.force_login(miller)
    write = f"/calls/{call.slug}/reply/?for={mill.slug}"
    assert write in page(client, one)
    assert write in page(client, f"/calls/{call.slug}/reply/ask/")
    sent = client.post(write, {"text": "La farina è nostra.", "name": "Rosa Mugnai"})
    assert sent["Location"] == f"/calls/{call.slug}/"
    client.logout()
    assert "La farina è nostra." in page(client, f"/calls/{call.slug}/")


def test_a_no_needs_its_reason_and_the_mill_reads_it(client, promoted, miller, mill) -> None:
    call, promoter = promoted
    one = asked(client, call, miller, mill)
    client.force_login(promoter)
    bare = client.post(one, {"no": "1", "because": ""})
    assert bare.status_code == 422
    long = client.post(one, {"no": "1", "because": "y" * 501})
    assert (long.status_code, "y" * 501 in long.content.decode()) == (422, True)
    assert client.post(one, {"no": "1", "because": "È un altro mulino."}).status_code == 302
    client.force_login(miller)
    assert "È un altro mulino." in page(client, one)
    again = client.post(f"/calls/{call.slug}/reply/ask/", {"organisation": mill.slug, "words": "Eppure siamo noi."})
    assert again.status_code == 409
    assert "Eppure siamo noi." in again.content.decode()
    client.force_login(promoter)
    assert 'name="no"' not in page(client, one)
    assert client.post(one, {"yes": "1"}).status_code == 302
    assert Hearing.objects.get().state == "granted"


def test_a_no_that_comes_too_late_is_not_lost(client, promoted, miller, mill) -> None:
    call, promoter = promoted
    one = asked(client, call, miller, mill)
    tasks.hear_due(DAY + timedelta(days=3))
    client.force_login(promoter)
    late = client.post(one, {"no": "1", "because": "È un altro mulino."})
    assert late.status_code == 409
    assert "È un altro mulino." in late.content.decode()
    assert 'name="yes"' not in page(client, one)


def test_strangers_find_nothing_and_who_acts_for_nobody_is_told_so(client, promoted, miller, mill) -> None:
    call, _promoter = promoted
    one = asked(client, call, miller, mill)
    client.force_login(a_person())
    assert client.get(one).status_code == 404
    assert "/organisations/new/" in page(client, f"/calls/{call.slug}/reply/ask/")
    assert client.post(f"/calls/{call.slug}/reply/ask/", {"organisation": mill.slug, "words": WORDS}).status_code == 422
    client.logout()
    assert "sign-in" in client.get(one)["Location"]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""As whom one may look around: said on the page for signing in of a demo, and nowhere that others can come to."""

from __future__ import annotations

import pytest

from insieme.foundation import demo
from insieme.people.tests.makers import PASSWORD, a_person

pytestmark = pytest.mark.django_db
IRENE = demo.Guest("Irene Lauri", "titolare della Torrefazione Lauri", "irene@insieme.example", PASSWORD)
NOT_HERE = demo.Guest("Bruno Sarti", "postino in pensione", "bruno@insieme.example", PASSWORD)


@pytest.fixture(autouse=True)
def world(monkeypatch, settings):
    settings.DEMO = True
    monkeypatch.setattr(demo, "_listening", {"127.0.0.1"})
    monkeypatch.setattr(demo, "_guests", [])
    demo.welcome([IRENE, NOT_HERE])
    return a_person(IRENE.name, email=IRENE.email)


def shown(client):
    return client.get("/sign-in/?next=/calls/").content.decode()


def test_a_demo_says_as_whom_one_may_look_around(client):
    page = shown(client)
    assert f"<code>{PASSWORD}</code>" in page
    assert IRENE.part in page
    assert "?next=/calls/&amp;as=irene%40insieme.example" in page or "?next=%2Fcalls%2F&amp;as=irene%40insieme.example" in page
    assert NOT_HERE.name not in page


def test_the_address_of_a_guest_stands_in_the_field_already(client):
    assert 'value="irene@insieme.example"' in client.get("/sign-in/?as=irene@insieme.example").content.decode()


@pytest.mark.parametrize("what", ["listening", "address", "not a demo", "nobody planted"])
def test_nowhere_else(client, monkeypatch, settings, world, what):
    if what == "listening":
        demo.listens_on(demo.ANYWHERE)
    elif what == "address":
        settings.SITE_HOST = "insieme.example"
    elif what == "not a demo":
        settings.DEMO = False
    else:
        world.delete()
    page = shown(client)
    assert PASSWORD not in page
    assert IRENE.part not in page

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever opens the page to which a notice leads has seen it, whichever way they came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.notices.models import Notice, Reader
from insieme.notices.tests.makers import known_kinds, told
from insieme.people.tests.makers import a_person, signed_in

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    return clock.now() - timedelta(hours=1)


def unseen():
    return Notice.objects.filter(seen_at=None).count()


@pytest.mark.parametrize(
    ("path", "opened"), [("/calls/", "/calls/"), ("/calls/#closed", "/calls/"), ("/calls/?show=open", "/calls/?show=open")]
)
def test_the_page_to_which_it_leads_marks_it_and_the_bell_counts_down(client, before, path, opened):
    person = a_person()
    told(person, path=path, at=before)
    told(person, path="/calls/bread/", at=before)
    told(person, path="/calls/?show=decided", at=before)
    signed_in(client, person).get(opened)
    assert (unseen(), Reader.objects.get().unseen) == (2, 2)
    assert Notice.objects.get(path=path).seen_at is not None


def test_another_page_marks_nothing_nor_does_one_that_is_not_there(client, before):
    person = a_person()
    told(person, path="/calls/", at=before)
    told(person, path="/calls/nowhere/", at=before)
    for address in ("/", "/record/", "/calls/nowhere/"):
        signed_in(client, person).get(address)
    assert unseen() == 2


def test_nobody_else_sees_it_for_them(client, before):
    told(a_person(), path="/calls/", at=before)
    client.get("/calls/")
    other = a_person()
    told(other, path="/", at=before)
    signed_in(client, other).get("/calls/")
    assert unseen() == 2


def test_a_fragment_that_a_page_fetches_by_itself_is_no_visit(client, before):
    person = a_person()
    told(person, path="/calls/", at=before)
    signed_in(client, person).get("/calls/", headers={"HX-Request": "true"})
    client.head("/calls/")
    assert unseen() == 1


def test_what_came_in_while_the_page_was_made_does_not_stand_on_it(client):
    person = a_person()
    told(person, path="/calls/", at=clock.now() + timedelta(minutes=1))
    signed_in(client, person).get("/calls/")
    assert unseen() == 1


def test_it_costs_who_has_something_to_see_one_read_and_others_nothing(client, before):
    reader, idle = a_person(), a_person()
    told(reader, path="/calls/bread/", at=before)
    Reader.objects.update(here_at="2999-01-01T00:00Z")
    counts = []
    for person in (idle, reader):
        signed_in(client, person).get("/calls/")
        with CaptureQueriesContext(connection) as found:
            client.get("/calls/")
        counts.append(len(found))
    assert counts[1] - counts[0] == 1

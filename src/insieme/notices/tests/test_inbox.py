# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inbox: whose it is, what it shows, and that it leads on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from insieme.notices import queries
from insieme.notices.models import Notice, Reader
from insieme.notices.tests.makers import NOON, known_kinds, told
from insieme.people.tests.makers import a_person, as_actor, signed_in

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get("/notices/")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/notices/")


def test_an_empty_inbox_says_what_to_do(client):
    page = signed_in(english(), a_person()).get("/notices/").content.decode()
    assert "Nobody has told you anything yet" in page


def test_a_notice_leads_to_its_page_and_is_seen_from_then_on():
    person = a_person()
    (notice,) = told(person, data={"what": "warm bread"}, path="/calls/")
    client = signed_in(english(), person)
    page = client.get("/notices/").content.decode()
    assert "It happened: warm bread" in page
    assert page.count('class="new"') == 1
    answer = client.get(f"/notices/{notice.ref}/")
    assert (answer.status_code, answer.url) == (302, "/calls/")
    assert 'class="new"' not in client.get("/notices/").content.decode()


def test_what_others_were_told_is_not_there():
    (theirs,) = told(a_person(), data={"what": "a secret"})
    client = signed_in(english(), a_person())
    assert client.get(f"/notices/{theirs.ref}/").status_code == 404
    assert "a secret" not in client.get("/notices/").content.decode()
    assert Notice.objects.get().seen_at is None


def test_all_is_marked_as_seen_by_one_click():
    person = a_person()
    told(person)
    told(person)
    client = signed_in(english(), person)
    assert client.get("/notices/seen/").status_code == 405
    assert client.post("/notices/seen/").url == "/notices/"
    assert queries.unseen_count(as_actor(person)) == 0


def test_the_inbox_pages_by_key():
    person = a_person()
    for number in range(31):
        told(person, data={"what": f"n{number:02}"})
    client = signed_in(english(), person)
    first = client.get("/notices/")
    assert "n30" in first.content.decode()
    assert "n00" not in first.content.decode()
    older = queries.inbox(as_actor(person)).before
    assert "n00" in client.get(f"/notices/?before={older}").content.decode()


def test_a_kind_that_is_gone_still_has_a_line():
    person = a_person()
    told(person)
    Notice.objects.update(kind="tests.gone")
    assert "Something happened that this program no longer knows." in signed_in(english(), person).get("/notices/").content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_inbox_takes_the_same_queries_for_one_and_for_five(count, django_assert_num_queries):
    person = a_person()
    for _ in range(count):
        told(person)
    Reader.objects.update(here_at="2999-01-01T00:00Z")
    client = signed_in(english(), person)
    with django_assert_num_queries(2):
        client.get("/notices/")


def test_the_bell_counts_and_notes_that_somebody_is_here(django_assert_num_queries):
    person = a_person()
    told(person, at=NOON)
    client = signed_in(english(), person)
    assert '<span class="count">1<' in client.get("/calls/").content.decode()
    here = Reader.objects.get().here_at
    assert here is not None
    client.get("/calls/")
    assert Reader.objects.get().here_at == here


def test_who_signs_out_with_unseen_notices_is_out():
    person = a_person()
    told(person)
    client = signed_in(english(), person)
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/notices/").status_code == 302
    assert not Reader.objects.filter(here_at__isnull=False).exists()

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions: found while they last, by every process alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from insieme.foundation import clock
from insieme.people.models import Person, Session
from insieme.people.sessions import SessionStore
from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db


def a_session() -> SessionStore:
    store = SessionStore()
    store["word"] = "carota"
    store.save()
    return store


def test_what_was_kept_is_found_again() -> None:
    assert SessionStore(a_session().session_key)["word"] == "carota"


def test_one_that_is_over_is_not_found() -> None:
    key = a_session().session_key
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert "word" not in SessionStore(key)


def test_one_that_was_ended_elsewhere_is_not_remembered_here() -> None:
    key = a_session().session_key
    assert "word" in SessionStore(key)
    Session.objects.all().delete()
    assert "word" not in SessionStore(key)


@pytest.mark.parametrize("key", [None, "", "x" * 500, "' OR 1=1"])
def test_a_strangers_key_opens_nothing(key: str | None) -> None:
    a_session()
    assert "word" not in SessionStore(key)


def test_who_is_signed_in_is_known_by_one_query(client, django_assert_num_queries):
    person = a_person()
    client.force_login(person)
    client.get("/organisations/new/")
    with django_assert_num_queries(1):
        assert client.get("/organisations/new/").wsgi_request.user == person


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!other"}])
def test_whose_account_is_closed_or_has_another_password_is_signed_out_at_once(client, change):
    person = a_person()
    client.force_login(person)
    assert client.get("/settings/").status_code == 200
    Person.objects.filter(pk=person.pk).update(**change)
    assert client.get("/settings/").status_code == 302


def test_who_is_signed_in_is_what_the_session_says_and_not_its_row(client):
    person, other = a_person(), a_person()
    client.force_login(person)
    Session.objects.update(person=other)
    assert client.get("/settings/").wsgi_request.user == person

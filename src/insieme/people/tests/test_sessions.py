# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions: found while they last, by every process alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from insieme.foundation import clock
from insieme.people.models import Session
from insieme.people.sessions import SessionStore

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

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sent twice with a key is said once, and its pictures are drawn while nobody waits for it. On a real database, in real threads."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from insieme.foundation import clock
from insieme.foundation.scopes import ALL
from insieme.people.actions.tokens import make_token
from insieme.people.tests.makers import as_actor
from insieme.voices.models import Picture, Voice
from insieme.voices.rules.pictures import drawn
from insieme.voices.schemas import talk
from insieme.voices.tests.makers import a_known_person, a_picture, a_thread

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"text": "Quanto dura il contratto?", "pictures": [{"alt": "Il contratto", "data": base64.b64encode(a_picture()).decode()}]}


@pytest.fixture
def drawing(monkeypatch):
    """Whether something was locked, for each time that a picture was drawn."""
    locked: list[bool] = []

    def seen(*args: Any, **more: Any) -> Any:
        locked.append(connection.in_atomic_block)
        return drawn(*args, **more)

    monkeypatch.setattr(talk, "drawn", seen)
    return locked


@pytest.fixture
def send():
    """Send the same words with a picture and a key."""
    author, thread = a_known_person(), a_thread()
    _token, secret = make_token(by=as_actor(author), name="prova", scopes=ALL, days=30, now=clock.now())
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "una-volta"}
    return lambda: Client().post(f"/api/v1/threads/{thread.ref}/voices", SAID, "application/json", headers=headers)


def test_a_picture_is_drawn_once_and_before_anything_is_locked(send, drawing):
    said, before = Voice.objects.count(), Picture.objects.count()
    first, again = send(), send()
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert drawing == [False]
    assert (Voice.objects.count() - said, Picture.objects.count() - before) == (1, 1)


def test_of_equal_ones_that_arrive_together_one_is_said(send):
    said, before, start = Voice.objects.count(), Picture.objects.count(), Barrier(3)

    def run(_number: int) -> Any:
        try:
            start.wait()
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(run, range(3)))
    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.content for each in answers}) == 1
    assert sorted("Idempotency-Replayed" in each for each in answers) == [False, True, True]
    assert (Voice.objects.count() - said, Picture.objects.count() - before) == (1, 1)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who clicks several times at once has said it once. On a real database, in real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from insieme.people.tests.makers import as_actor
from insieme.voices import actions
from insieme.voices.actions.speaking import SaidAlready
from insieme.voices.models import Voice
from insieme.voices.tests.makers import DAY, a_known_person, a_thread, a_voice, said, some_words

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4


def together(work: Any) -> list[Any]:
    """Do the work so many times at the same moment; give back what each returned or the refusal that it met."""
    start = Barrier(CLICKS)

    def run(_number: int) -> Any:
        try:
            start.wait()
            return work()
        except SaidAlready as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(run, range(CLICKS)))


def test_several_clicks_at_once_say_it_once():
    thread, by, words = a_thread(), as_actor(a_known_person()), some_words()
    results = together(lambda: actions.speak(thread.ref, by=by, words=words, now=DAY))
    assert [type(result) for result in results].count(SaidAlready) == CLICKS - 1
    assert Voice.objects.filter(thread=thread).count() == 1
    thread.refresh_from_db()
    assert (thread.shown, [code for code, *_ in said(thread.about)]) == (1, ["voices.spoken"])


def test_several_clicks_at_once_reply_once():
    voice, by, words = a_voice(), as_actor(a_known_person()), some_words(kind="opinion")
    together(lambda: actions.reply(voice.ref, by=by, words=words, now=DAY))
    voice.refresh_from_db()
    assert (Voice.objects.filter(root=voice).count(), voice.replies) == (1, 1)

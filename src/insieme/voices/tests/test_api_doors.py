# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talk by the API: who reads what, page after page, and what lists cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.foundation.scopes import ALL, Scope
from insieme.people.actions.tokens import make_token
from insieme.people.tests.makers import a_person, an_organisation, as_actor
from insieme.voices import actions
from insieme.voices.tests.makers import DAY, a_known_person, a_moderator, a_reply, a_thread, a_voice, an_answer, hidden, some_words

pytestmark = pytest.mark.django_db


def shown(person: Any, *scopes: str) -> dict[str, str]:
    _token, secret = make_token(by=as_actor(person), name="prova", scopes=scopes or ALL, days=30, now=clock.now())
    return {"Authorization": f"Bearer {secret}"}


def test_what_waits_for_a_moderator_is_told_to_its_author_alone(client):
    author, thread = a_person(), a_thread()
    voice = actions.speak(thread.ref, by=as_actor(author), words=some_words(), now=DAY)
    assert client.get(f"/api/v1/voices/{voice.ref}", headers=shown(a_person())).status_code == 404
    assert client.get(f"/api/v1/voices/{voice.ref}", headers=shown(author)).json()["text"] == voice.text


def test_the_words_of_a_hidden_voice_are_told_to_nobody_else(client):
    thread = a_thread()
    voice = a_voice(thread)
    a_reply(voice)
    hidden(voice)
    told = client.get(f"/api/v1/threads/{thread.ref}/voices").json()["items"]
    assert [(each["ref"], each["text"], each["state"]) for each in told] == [(voice.ref, "", "hidden")]
    assert client.get(f"/api/v1/voices/{voice.ref}", headers=shown(voice.person)).json()["text"] == voice.text


def test_pages_of_a_talk_join_without_a_gap(client):
    thread, author = a_thread(), a_known_person()
    said = [a_voice(thread, by=author).ref for _ in range(3)][::-1]
    first = client.get(f"/api/v1/threads/{thread.ref}/voices?limit=2").json()
    second = client.get(f"/api/v1/threads/{thread.ref}/voices?limit=2&after={first['next']}").json()
    assert [each["ref"] for each in first["items"] + second["items"]] == said
    assert second["next"] is None


def test_replies_come_page_by_page(client):
    voice, author = a_voice(), a_known_person()
    said = [a_reply(voice, by=author).ref for _ in range(3)]
    first = client.get(f"/api/v1/voices/{voice.ref}/replies?limit=2").json()
    second = client.get(f"/api/v1/voices/{voice.ref}/replies", {"limit": 2, "after": first["next"]}).json()
    assert [each["ref"] for each in first["items"] + second["items"]] == said
    assert (len(first["items"]), second["next"]) == (2, None)


def test_speaking_wants_the_scope_for_it(client):
    said = {"data": '{"text": "Da dove viene?"}', "content_type": "application/json"}
    path, person = f"/api/v1/threads/{a_thread().ref}/voices", a_person()
    assert client.post(path, headers=shown(person, Scope.READ), **said).json()["scope"] == "talk"
    assert client.post(path, headers=shown(person, Scope.TALK), **said).status_code == 201


@pytest.mark.parametrize(
    "path", ["/threads/{0}/voices", "/voices/{1}/replies", "/organisations/{2}/voices", "/moderation/flagged", "/moderation/appeals"]
)
def test_five_voices_cost_as_many_queries_as_one_and_fewer_than_eight(client, path):
    owner, author, moderator = a_person(), a_known_person(), a_moderator()
    company = an_organisation(owner=owner)
    thread = a_thread(company)
    root = a_voice(thread, by=author)
    headers, counts = shown(moderator), []
    for more in (1, 4):
        for _ in range(more):
            an_answer(company, owner, a_reply(root, by=author))
            flagged, taken = a_voice(thread, by=author), a_voice(thread, by=author)
            actions.flag(flagged.ref, by=as_actor(owner), rule="insult", now=DAY)
            hidden(taken)
            actions.appeal(taken.ref, by=as_actor(author), words="Non offende.", now=DAY)
        client.get("/api/v1/me", headers=headers)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/api/v1" + path.format(thread.ref, root.ref, company.slug), headers=headers)
        assert answer.status_code == 200
        assert answer.json()
        counts.append(len(queries))
    assert counts[0] == counts[1] < 8

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a newcomer wants to change of what is shown: it waits beside it, and nobody sees it before a moderator has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from insieme.foundation import clock
from insieme.foundation.errors import Invalid
from insieme.foundation.scopes import ALL
from insieme.notices.queries import inbox
from insieme.people.actions.tokens import make_token
from insieme.people.tests.makers import a_person, as_actor, signed_in
from insieme.record.actions import relay, seal
from insieme.voices import actions, queries, tasks
from insieme.voices.models import State, Voice
from insieme.voices.tests.makers import DAY, LATER, a_known_person, a_moderator, a_reply, a_thread, a_voice, said, some_words

pytestmark = pytest.mark.django_db
OLD, NEW = "Quando aprite?", "Comprate qui le mie pentole"


@pytest.fixture(autouse=True)
def _english(client, monkeypatch):
    client.cookies["language"] = "en"
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with translation.override("en"):
        yield


def a_newcomers(text: str = NEW, *, now: Any = DAY, moderator: Any = None) -> Voice:
    """A first voice that was let through, and then changed by its author to `text`."""
    author = a_person()
    voice = actions.speak(a_thread().ref, by=as_actor(author), words=some_words(text=OLD), now=DAY)
    actions.moderate(voice.ref, by=as_actor(moderator or a_moderator()), kind="show", now=DAY)
    return actions.edit(voice.ref, by=as_actor(author), text=text, now=now)


def codes(voice: Voice) -> list[str]:
    return [code.partition(".")[2] for code, *_ in said(voice.thread.about)]


def test_new_words_of_a_newcomer_are_seen_by_nobody_before_a_moderator_has_looked(client):
    voice = a_newcomers()
    voice.refresh_from_db()
    assert (voice.text, voice.state, voice.versions, codes(voice)) == (OLD, State.SHOWN, 1, ["spoken"])
    for reader in (None, a_person()):
        if reader:
            signed_in(client, reader)
        for page in (f"/voices/{voice.ref}/", f"/threads/{voice.thread.ref}/", f"/api/v1/voices/{voice.ref}"):
            assert "pentole" not in client.get(page).content.decode()
    page = signed_in(client, voice.author).get(f"/voices/{voice.ref}/").content.decode()
    assert (OLD in page, NEW in page, "They wait" in page) == (True, True, True)
    assert NEW in client.get(f"/voices/{voice.ref}/edit/").content.decode()


def test_let_through_they_are_said_by_the_author_and_a_change_soon_leaves_no_trace():
    voice = a_newcomers("Quando aprite oggi?", now=DAY + timedelta(minutes=5))
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="show", now=LATER)
    voice.refresh_from_db()
    assert (voice.text, voice.rewritten, voice.versions, voice.waiting_since) == ("Quando aprite oggi?", "", 1, DAY)
    assert (codes(voice), said(voice.thread.about)[-1][1]) == (["spoken", "edited"], "person")
    assert queries.queued() == []


def test_a_later_one_keeps_the_words_before_beside_it():
    voice = a_newcomers("Quando aprite oggi?", now=LATER)
    a_reply(voice)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="show", now=LATER)
    voice.refresh_from_db()
    assert [each.text for each in voice.texts.all()] == [OLD, "Quando aprite oggi?"]


def test_refused_they_are_gone_and_the_author_reads_why(client):
    voice, moderator = a_newcomers(), a_moderator()
    with pytest.raises(Invalid):
        actions.moderate(voice.ref, by=as_actor(moderator), kind="leave", now=LATER)
    actions.moderate(voice.ref, by=as_actor(moderator), kind="leave", statement="È pubblicità.", now=LATER)
    voice.refresh_from_db()
    assert (voice.text, voice.rewritten, voice.state, codes(voice)) == (OLD, "", State.SHOWN, ["spoken", "left"])
    seal()
    relay()
    (notice,) = inbox(as_actor(voice.author)).notices
    assert notice.path == f"/voices/{voice.ref}/statement/"
    assert "È pubblicità." in signed_in(client, voice.author).get(notice.path).content.decode()


def test_that_a_flagged_voice_was_left_is_told_to_nobody():
    voice = a_voice()
    actions.flag(voice.ref, by=as_actor(a_person()), rule="insult", now=DAY)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="leave", now=LATER)
    seal()
    relay()
    assert inbox(as_actor(voice.author)).notices == []


@pytest.mark.parametrize("against", ["hide", "remove"])
def test_what_goes_against_the_voice_drops_them(against):
    voice, moderator = a_newcomers(), as_actor(a_moderator())
    actions.moderate(voice.ref, by=moderator, kind=against, rule="advertising", statement="È pubblicità.", now=LATER)
    actions.moderate(voice.ref, by=moderator, kind="restore", now=LATER)
    voice.refresh_from_db()
    assert (voice.text, voice.rewritten, queries.queued()) == (OLD, "", [])


def test_the_author_changes_them_again_takes_them_back_or_withdraws():
    voice = a_newcomers()
    by = as_actor(voice.author)
    assert actions.edit(voice.ref, by=by, text="Altro ancora", now=LATER).rewritten == "Altro ancora"
    assert [each.rewritten for each in queries.queued()] == ["Altro ancora"]
    actions.edit(voice.ref, by=by, text=OLD, now=LATER)
    assert queries.queued() == []
    actions.edit(voice.ref, by=by, text=NEW, now=LATER)
    actions.withdraw(voice.ref, by=by, now=LATER)
    voice.refresh_from_db()
    assert (voice.rewritten, voice.rewritten_at, queries.queued()) == ("", None, [])


def test_who_is_no_newcomer_any_more_changes_at_once():
    voice = a_newcomers()
    by, moderator = as_actor(voice.author), as_actor(a_moderator())
    other = actions.speak(a_thread().ref, by=by, words=some_words(), now=DAY)
    actions.moderate(other.ref, by=moderator, kind="show", now=DAY)
    actions.edit(voice.ref, by=by, text="Ora mi conoscete", now=LATER)
    voice.refresh_from_db()
    assert (voice.text, voice.rewritten) == ("Ora mi conoscete", "")
    known = a_voice(by=a_known_person())
    assert actions.edit(known.ref, by=as_actor(known.author), text="Anche qui", now=DAY).text == "Anche qui"


def test_moderators_find_them_in_the_queue_and_are_told(client):
    moderator = a_moderator()
    tasks.tell_queued(DAY)
    voice = a_newcomers(now=LATER, moderator=moderator)
    assert tasks.tell_queued(LATER) == 1
    signed_in(client, moderator)
    assert NEW in client.get("/moderation/").content.decode()
    page = client.get(f"/moderation/voices/{voice.ref}/").content.decode()
    assert (OLD in page, NEW in page, 'value="show"' in page) == (True, True, True)
    case = client.get(f"/api/v1/moderation/voices/{voice.ref}").json()
    assert (case["voice"]["text"], case["rewritten"], case["possible"][0]) == (OLD, NEW, "show")
    client.post(f"/moderation/voices/{voice.ref}/", {"kind": "show"})
    voice.refresh_from_db()
    assert voice.text == NEW


def words_of(voice: Voice) -> tuple[str, str]:
    voice.refresh_from_db()
    return voice.state, voice.rewritten or voice.text


@pytest.mark.parametrize("shown_before", [False, True])
def test_words_that_changed_since_the_moderator_read_them_are_not_let_through(client, shown_before):
    moderator, author = a_moderator(), a_person()
    if shown_before:
        voice = a_newcomers("Quando chiudete?")
    else:
        voice = actions.speak(a_thread().ref, by=as_actor(author), words=some_words(text="Quando chiudete?"), now=DAY)
    state = voice.state
    signed_in(client, moderator)
    address = f"/moderation/voices/{voice.ref}/"
    form = client.get(address).context["form"]
    sent = {"kind": "show", "statement": "Scritto prima", "seen": form["seen"].value()}
    actions.edit(voice.ref, by=as_actor(voice.author), text=NEW, now=LATER)
    refused = client.post(address, sent)
    page = refused.content.decode()
    assert (refused.status_code, words_of(voice)) == (422, (state, NEW))
    assert ("changed these words since you read them" in page, NEW in page, "Scritto prima" in page) == (True, True, True)
    assert client.post(address, sent | {"seen": refused.context["form"]["seen"].value()}).status_code == 302
    assert words_of(voice) == (State.SHOWN, NEW)


@pytest.mark.parametrize("by_header", [False, True])
def test_programs_say_which_words_they_have_read(client, by_header):
    voice, address = a_newcomers("Quando chiudete?"), "/api/v1/moderation/voices/"
    token = make_token(by=as_actor(a_moderator()), name="prova", scopes=ALL, days=30, now=clock.now())[1]

    def decide(case: Any) -> Any:
        body = {"kind": "show"} | ({} if by_header else {"seen": case.json()["seen"]})
        headers = {"Authorization": f"Bearer {token}"} | ({"If-Match": case["ETag"]} if by_header else {})
        return client.post(address + voice.ref, body, content_type="application/json", headers=headers)

    read = lambda: client.get(address + voice.ref, headers={"Authorization": f"Bearer {token}"})  # noqa: E731 - the same twice
    before = read()
    actions.edit(voice.ref, by=as_actor(voice.author), text=NEW, now=LATER)
    refused = decide(before)
    assert (refused.status_code, refused.json()["code"], words_of(voice)) == (409, "words_changed", (State.SHOWN, NEW))
    assert decide(read()).json()["voice"]["text"] == NEW


@pytest.mark.parametrize("kind", ["show", "leave", "hide", "restore", "remove"])
@pytest.mark.parametrize("tag", [None, '".nothing"'])
def test_programs_decide_nothing_upon_words_of_which_they_do_not_say_that_they_read_them(client, kind, tag):
    voice, address = a_newcomers("Quando chiudete?"), "/api/v1/moderation/voices/"
    actions.edit(voice.ref, by=as_actor(voice.author), text=NEW, now=LATER)
    token = make_token(by=as_actor(a_moderator()), name="prova", scopes=ALL, days=30, now=clock.now())[1]
    headers = {"Authorization": f"Bearer {token}"} | ({"If-Match": tag} if tag else {})
    body = {"kind": kind, "rule": "advertising", "statement": "È pubblicità."}
    before = words_of(voice)
    refused = client.post(address + voice.ref, body, content_type="application/json", headers=headers)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["seen"])
    assert (voice.steps.count(), words_of(voice)) == (1, before)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saying something, replying, changing it, taking it back."""

from datetime import timedelta

import pytest

from insieme.foundation.errors import Invalid, NotVisible
from insieme.people.access import SignInFirst
from insieme.people.tests.makers import a_person, an_organisation, as_actor
from insieme.voices import access, actions
from insieme.voices.actions.speaking import NothingToJudge, SaidAlready
from insieme.voices.models import State, VoiceVersion
from insieme.voices.tests.makers import (
    DAY,
    LATER,
    OPERATOR,
    a_company_with_talk,
    a_known_person,
    a_moderator,
    a_reply,
    a_thread,
    a_voice,
    an_answer,
    said,
    some_words,
)

pytestmark = pytest.mark.django_db


def test_what_somebody_known_says_is_shown_at_once_and_the_record_knows_neither_words_nor_who():
    voice = a_voice(text="Parola segretissima")
    voice.thread.refresh_from_db()
    assert (voice.state, voice.thread.shown, voice.thread.asked) == (State.SHOWN, 1, 1)
    ((code, actor, public),) = said(voice.thread.about)
    assert (code, actor, public["voice"], public["kind"]) == ("voices.spoken", "person", voice.ref, "question")
    assert "segretissima" not in str(public)
    assert voice.person.ref not in str(public)


def test_the_first_voices_of_a_newcomer_wait_and_are_in_no_count():
    thread, person = a_thread(), a_person()
    voice = actions.speak(thread.ref, by=as_actor(person), words=some_words(), now=DAY)
    thread.refresh_from_db()
    assert (voice.state, thread.shown, thread.asked) == (State.QUEUED, 0, 0)
    assert said(thread.about) == []
    assert access.voice(as_actor(person), voice.ref) == voice
    assert access.voice(as_actor(a_moderator()), voice.ref) == voice
    with pytest.raises(NotVisible):
        access.voice(as_actor(a_person()), voice.ref)


def test_once_let_through_it_is_said_by_its_author_and_the_clock_begins_then():
    thread, person = a_thread(), a_person()
    voice = actions.speak(thread.ref, by=as_actor(person), words=some_words(), now=DAY)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="show", now=LATER)
    voice.refresh_from_db()
    assert (voice.state, voice.shown_at, voice.waiting_since) == (State.SHOWN, LATER, LATER)
    assert [code for code, *_ in said(thread.about)] == ["voices.spoken"]


def test_a_reply_to_a_reply_stands_under_the_first_voice_and_remembers_whom_it_answers():
    voice = a_voice()
    first = a_reply(voice)
    second = a_reply(first)
    voice.refresh_from_db()
    assert (second.root_id, second.parent_id) == (voice.pk, first.pk)
    assert voice.replies == 2
    assert said(voice.thread.about)[-1][2]["reply_to"] == first.ref


def test_a_reply_waits_for_no_official_answer():
    reply = a_reply(a_voice(), kind="question")
    assert (reply.waiting_since, reply.promise_hours) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "!?"}, "text"),
        ({"text": "\u200b\u202e."}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"kind": "shout"}, "kind"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(changes, field):
    person, thread = a_known_person(), a_thread()
    with pytest.raises(Invalid) as refusal:
        actions.speak(thread.ref, by=as_actor(person), words=some_words(**changes), now=DAY)
    assert field in refusal.value.fields


def test_the_same_click_twice_says_it_once():
    thread, person, words = a_thread(), a_known_person(), some_words()
    actions.speak(thread.ref, by=as_actor(person), words=words, now=DAY)
    with pytest.raises(SaidAlready):
        actions.speak(thread.ref, by=as_actor(person), words=words, now=DAY)


def test_strangers_say_nothing_and_nobody_does_in_a_closed_thread():
    thread = a_thread()
    with pytest.raises(SignInFirst):
        actions.speak(thread.ref, by=access.Actor.stranger(), words=some_words(), now=DAY)
    actions.close_thread(thread.pk, by=OPERATOR, now=DAY)
    with pytest.raises(access.ThreadClosed):
        a_voice(thread)


def test_opening_a_thread_twice_is_once():
    thread = a_thread()
    again = actions.open_thread(about=thread.about, organisation_id=None, path=thread.path, by=OPERATOR, now=LATER)
    assert again == thread


def test_soon_a_text_changes_quietly_and_later_it_keeps_the_one_before():
    voice = a_voice(text="Uno sbaglio qui")
    by = as_actor(voice.person)
    actions.edit(voice.ref, by=by, text="Nessuno sbaglio", now=DAY + timedelta(minutes=15))
    assert not VoiceVersion.objects.exists()
    assert said(voice.thread.about)[-1][2] == {"voice": voice.ref, "number": 1}
    edited = actions.edit(voice.ref, by=by, text="Ho cambiato idea", now=DAY + timedelta(minutes=16))
    assert [each.text for each in edited.texts.all()] == ["Nessuno sbaglio", "Ho cambiato idea"]
    assert [code for code, *_ in said(voice.thread.about)] == ["voices.spoken", "voices.edited", "voices.edited"]


def test_what_others_have_answered_changes_with_a_version_even_soon():
    voice = a_voice()
    a_reply(voice)
    assert actions.edit(voice.ref, by=as_actor(voice.person), text="Altra cosa", now=DAY).versions == 2


def test_only_the_author_edits_and_withdraws():
    voice = a_voice()
    other = as_actor(a_known_person())
    with pytest.raises(access.NotYours):
        actions.edit(voice.ref, by=other, text="Parole altrui", now=DAY)
    with pytest.raises(access.NotYours):
        actions.withdraw(voice.ref, by=other, now=DAY)


def test_what_is_withdrawn_is_gone_with_its_versions_and_out_of_the_counts():
    voice = a_voice()
    by = as_actor(voice.person)
    actions.edit(voice.ref, by=by, text="Altro testo", now=DAY + timedelta(hours=1))
    for _twice in range(2):
        actions.withdraw(voice.ref, by=by, now=LATER)
    voice.refresh_from_db()
    voice.thread.refresh_from_db()
    assert (voice.state, voice.text, voice.waiting_since, voice.texts.count()) == (State.WITHDRAWN, "", None, 0)
    assert (voice.thread.shown, voice.thread.asked, voice.thread.next_due_at) == (0, 0, None)
    assert [code for code, *_ in said(voice.thread.about)] == ["voices.spoken", "voices.edited", "voices.withdrawn"]


def test_mentions_lead_to_persons_with_a_page_and_to_organisations():
    person, company = a_known_person(handle="ada-verdi"), an_organisation("Forno Reno")
    voice = a_voice(text="Chiedo a @Ada-Verdi e a @forno-reno, non a @nessuno né a ada@forno-reno.it")
    assert voice.mentions == {"ada-verdi": "/people/ada-verdi/", company.slug: "/organisations/forno-reno/"}
    assert person.handle in voice.mentions


def test_who_asked_says_whether_the_answer_was_one():
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    by = as_actor(voice.person)
    with pytest.raises(NothingToJudge):
        actions.confirm_answer(voice.ref, by=by, now=DAY)
    an_answer(company, owner, voice)
    for _twice in range(2):
        actions.reopen(voice.ref, by=by, now=DAY + timedelta(days=3))
    voice.refresh_from_db()
    assert (voice.waiting_since, voice.answered_at) == (DAY, None)
    an_answer(company, owner, voice, now=DAY + timedelta(days=4))
    for _twice in range(2):
        actions.confirm_answer(voice.ref, by=by, now=DAY + timedelta(days=5))
    voice.refresh_from_db()
    assert (voice.waiting_since, voice.answered_at) == (None, DAY + timedelta(days=4))
    codes = [code for code, *_ in said(thread.about)]
    assert (codes.count("voices.reopened"), codes.count("voices.answer_confirmed")) == (1, 1)

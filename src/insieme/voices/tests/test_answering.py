# SPDX-License-Identifier: AGPL-3.0-or-later
"""Official answers: who may give them, what they do to clocks and counts, what of them stays."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.html import escape

from insieme.foundation.errors import Invalid, NotVisible
from insieme.people.access import NotAtYourRole, role_at
from insieme.people.tests.makers import a_colleague, a_person, as_actor
from insieme.record.actions import erase
from insieme.voices import actions, queries
from insieme.voices.actions.answering import AlreadyAnswered, Reply
from insieme.voices.actions.forgetting import LEFT
from insieme.voices.models import Answer, ClockEvent
from insieme.voices.rules.clocks import Tick
from insieme.voices.tests.makers import (
    DAY,
    LATER,
    OPERATOR,
    a_company_with_talk,
    a_known_person,
    a_thread,
    a_voice,
    an_answer,
    hidden,
    said,
)

pytestmark = pytest.mark.django_db


def ticks(voice):
    return list(ClockEvent.objects.filter(voice=voice).values_list("kind", flat=True))


def test_one_answer_goes_to_many_voices_in_many_threads_with_its_signature():
    company, owner, thread = a_company_with_talk()
    other = a_thread(company)
    asker = a_known_person()
    voices = [a_voice(thread, by=asker), a_voice(thread, by=asker), a_voice(other, by=asker)]
    made = an_answer(company, owner, *voices)
    for voice in voices:
        voice.refresh_from_db()
        assert (voice.answers, voice.waiting_since, voice.answered_at) == (1, None, LATER)
    thread.refresh_from_db()
    assert (thread.asked, thread.answered, thread.next_due_at) == (2, 2, None)
    assert (made.signed_name, made.organisation_name) == (str(owner), company.name)
    code, actor, public = said(thread.about)[-1]
    assert (code, actor, public["voices"]) == ("voices.answered", f"organisation:{company.slug}", [voices[0].ref, voices[1].ref])
    assert said(other.about)[-1][2]["answer"] == made.ref
    assert str(owner) not in str(public)


def test_only_those_who_may_answer_for_the_organisation_do():
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    for kind in ("member", None):
        colleague = a_colleague(company, owner, kind) if kind else a_person()
        with pytest.raises(NotAtYourRole):
            an_answer(company, colleague, voice)
    assert an_answer(company, a_colleague(company, owner, "responder"), voice).pk


def test_an_organisation_answers_only_what_was_said_to_it_and_stands():
    company, owner, thread = a_company_with_talk()
    for voice in (a_voice(), hidden(a_voice(thread))):
        with pytest.raises(NotVisible):
            an_answer(company, owner, voice)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"disposition": "ignored"}, "disposition"),
        ({"disposition": "declined"}, "reason"),
        ({"disposition": "partly", "reason": " "}, "reason"),
        ({"disposition": "merged", "reason": "x" * 1001}, "reason"),
    ],
)
def test_what_is_not_simply_answered_needs_a_reason(changes, field):
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    with pytest.raises(Invalid) as refusal:
        an_answer(company, owner, voice, **changes)
    assert field in refusal.value.fields
    assert not Answer.objects.exists()


def test_the_same_answer_twice_is_refused():
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    an_answer(company, owner, voice, text="Sì.")
    with pytest.raises(AlreadyAnswered):
        an_answer(company, owner, voice, text="Sì.")


def test_a_program_answers_and_the_clock_goes_on():
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    an_answer(company, owner, voice, automatic=True)
    voice.refresh_from_db()
    assert (voice.waiting_since, voice.answers) == (DAY, 1)
    an_answer(company, owner, voice)
    assert ticks(voice) == [Tick.RECEIVED, Tick.AUTOMATIC_ANSWER, Tick.FIRST_HUMAN_ANSWER, Tick.ANSWERED]


def test_a_revised_answer_keeps_every_text():
    company, owner, thread = a_company_with_talk()
    made = an_answer(company, owner, a_voice(thread), text="Forse.")
    words = Reply(text="Sì.", disposition="accepted")
    for _twice in range(2):
        made = actions.revise_answer(made.ref, by=as_actor(owner), words=words, now=LATER)
    assert [(each.text, each.disposition) for each in made.texts.all()] == [("Forse.", "answered"), ("Sì.", "accepted")]
    assert [code for code, *_ in said(thread.about)].count("voices.answer_revised") == 1
    with pytest.raises(NotAtYourRole):
        actions.revise_answer(made.ref, by=as_actor(a_person()), words=words, now=LATER)


def test_each_text_of_an_answer_is_signed_by_who_gave_it(client):
    company, owner, thread = a_company_with_talk()
    made = an_answer(company, owner, a_voice(thread), text="Forse.")
    colleague = a_colleague(company, owner, "responder")
    made = actions.revise_answer(made.ref, by=as_actor(colleague), words=Reply(text="Sì."), now=LATER)
    first, second = [(each.signed_by, each.signed_name, each.signed_title) for each in made.texts.all()]
    assert first == (owner, str(owner), role_at(as_actor(owner), company.pk).get_kind_display())
    assert second == (colleague, str(colleague), role_at(as_actor(colleague), company.pk).get_kind_display())
    assert second == (made.signed_by, made.signed_name, made.signed_title)
    page = client.get(f"/answers/{made.ref}/").content.decode()
    assert f"{escape(first[1])}, {first[2]}" in page


def test_who_leaves_is_named_by_no_text_of_an_answer_that_another_has_changed(client):
    company, owner, thread = a_company_with_talk()
    colleague = a_colleague(company, owner, "responder")
    made = an_answer(company, colleague, a_voice(thread), text="Forse.")
    actions.revise_answer(made.ref, by=as_actor(owner), words=Reply(text="Sì."), now=LATER)
    actions.forget_author(colleague.pk, by=OPERATOR, now=LATER)
    assert [(each.signed_by, each.signed_name) for each in made.texts.all()] == [(None, LEFT), (owner, str(owner))]
    assert str(colleague) not in client.get(f"/answers/{made.ref}/").content.decode()


def test_texts_from_before_are_signed_by_whom_the_record_knows():
    company, owner, thread = a_company_with_talk()
    colleague, gone = a_colleague(company, owner, "responder"), a_colleague(company, owner, "responder")
    made = an_answer(company, colleague, a_voice(thread))
    for number, signer in ((2, gone), (3, owner)):
        actions.revise_answer(made.ref, by=as_actor(signer), words=Reply(text=f"Sì, {number}."), now=LATER)
    title = made.signed_title
    erase(gone.topic, by=OPERATOR)
    # As it was: who signed stood nowhere, and the first title with the last name.
    made.texts.update(signed_by=None, signed_title="")
    Answer.objects.update(signed_title=title)
    import_module("insieme.voices.migrations.0003_signed_texts").sign(apps, None)
    signed = [(each.signed_by, each.signed_name, each.signed_title) for each in made.texts.all()]
    assert signed == [(colleague, str(colleague), title), (None, LEFT, ""), (owner, str(owner), "")]
    assert Answer.objects.get().signed_title == ""


def test_a_voice_keeps_the_promise_under_which_it_was_said():
    company, owner, thread = a_company_with_talk()
    before = a_voice(thread)
    for _twice in range(2):
        actions.promise(company.slug, by=as_actor(owner), kind="question", days=5, now=DAY)
    after = a_voice(thread)
    assert (before.promise_hours, after.promise_hours) == (48, 120)
    assert [code for code, *_ in said(f"organisation:{company.slug}")].count("voices.promise_made") == 1
    with pytest.raises(Invalid):
        actions.promise(company.slug, by=as_actor(owner), kind="opinion", days=5, now=DAY)
    with pytest.raises(NotAtYourRole):
        actions.promise(company.slug, by=as_actor(a_colleague(company, owner, "responder")), kind="question", days=1, now=DAY)


def test_opinions_expect_no_answer():
    assert a_voice(kind="opinion").waiting_since is None


def test_what_waits_is_listed_by_clock_and_counted(django_assert_num_queries):
    company, owner, thread = a_company_with_talk()
    asker = a_known_person()
    idea, question = a_voice(thread, by=asker, kind="idea"), a_voice(thread, by=asker, now=DAY + timedelta(days=1))
    answered = a_voice(thread, by=asker, now=DAY)
    an_answer(company, owner, answered, now=DAY + timedelta(days=9))
    with django_assert_num_queries(1):
        page = queries.waiting_for(company.pk, limit=1)
    assert (page.voices, queries.waiting_for(company.pk, after=page.after).voices) == ([question], [idea])
    with django_assert_num_queries(1):
        told = queries.figures(company.pk, now=DAY + timedelta(days=6))
    assert (told.asked, told.answered, told.waiting, told.late, told.in_time) == (3, 1, 2, 1, 0)

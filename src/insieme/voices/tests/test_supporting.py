# SPDX-License-Identifier: AGPL-3.0-or-later
"""Standing by a voice; and what goes when a person goes."""

import pytest

from insieme.foundation.errors import Invalid
from insieme.people.tests.makers import a_person, as_actor
from insieme.record.actions import erase, seal
from insieme.record.queries import feed, own_private_part
from insieme.record.queries.checking import check
from insieme.voices import actions, queries
from insieme.voices.actions.supporting import OwnWords
from insieme.voices.models import Flag, Picture, Support, Voice
from insieme.voices.rules.pictures import drawn
from insieme.voices.tests.makers import (
    DAY,
    LATER,
    OPERATOR,
    a_company_with_talk,
    a_known_person,
    a_moderator,
    a_picture,
    a_reply,
    a_voice,
    an_answer,
    hidden,
    said,
)

pytestmark = pytest.mark.django_db


def test_one_supports_once_and_takes_it_back():
    voice, by = a_voice(), as_actor(a_person())
    for _twice in range(2):
        actions.support(voice.ref, by=by, kind="support", now=DAY)
        actions.support(voice.ref, by=by, kind="same_here", now=DAY)
    voice.refresh_from_db()
    assert (voice.support, voice.same_here, voice.waiting_since) == (1, 1, DAY)
    for _twice in range(2):
        actions.take_support_back(voice.ref, by=by, kind="support")
    voice.refresh_from_db()
    assert (voice.support, voice.same_here) == (0, 1)
    assert [code for code, *_ in said(voice.thread.about)] == ["voices.spoken"]


@pytest.mark.parametrize("kind", ["support", "same_here"])
def test_nobody_learns_when_somebody_stood_by_a_voice(client, kind):
    voice, by = a_voice(), as_actor(a_person())
    before = client.get(f"/api/v1/voices/{voice.ref}").json()
    actions.support(voice.ref, by=by, kind=kind, now=LATER)
    after = client.get(f"/api/v1/voices/{voice.ref}").json()
    assert after == before | {kind: 1}
    assert after["clock"]


def test_nobody_supports_themselves_nor_in_other_ways():
    voice = a_voice()
    with pytest.raises(OwnWords):
        actions.support(voice.ref, by=as_actor(voice.person), kind="support", now=DAY)
    with pytest.raises(Invalid):
        actions.support(voice.ref, by=as_actor(a_person()), kind="love", now=DAY)


def test_who_goes_takes_their_words_along_and_the_record_still_verifies(django_capture_on_commit_callbacks):
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread, text="Il mio segreto", pictures=[drawn(a_picture(), alt="La mia casa")])
    person, other = voice.person, a_voice(thread)
    reply = a_reply(voice)
    an_answer(company, owner, voice)
    actions.support(other.ref, by=as_actor(person), kind="support", now=DAY)
    actions.flag(other.ref, by=as_actor(person), rule="false", words="So chi è", now=DAY)
    file = Picture.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        count = actions.forget_author(person.pk, by=OPERATOR, now=LATER)
    erase(person.topic, by=OPERATOR)
    seal()
    assert count == 3  # with the two that made them known
    assert not file.storage.exists(file.name)
    assert not Voice.objects.filter(author=person).exists()
    assert not Voice.objects.filter(text__contains="segreto").exists()
    assert [table.objects.count() for table in (Support, Flag, Picture)] == [0, 0, 0]
    other.refresh_from_db()
    reply.refresh_from_db()
    assert (other.support, reply.state) == (0, "shown")
    assert not [entry for entry in feed() if own_private_part(entry.pk, by=as_actor(person))]
    assert check()[0] > 0
    assert actions.forget_author(person.pk, by=OPERATOR, now=LATER) == 0


def test_an_answer_stays_the_organisation_s_when_its_signer_goes():
    company, owner, thread = a_company_with_talk()
    answer = an_answer(company, owner, a_voice(thread))
    actions.forget_author(owner.pk, by=OPERATOR, now=LATER)
    answer.refresh_from_db()
    assert (answer.signed_by, str(owner) in answer.signed_name, answer.organisation_name) == (None, False, company.name)
    assert not answer.texts.filter(signed_name=str(owner)).exists()


def test_reasons_about_somebody_go_with_them():
    voice = hidden(a_voice())
    actions.appeal(voice.ref, by=as_actor(voice.author), words="Non è giusto", now=LATER)
    actions.forget_author(voice.author_id, by=OPERATOR, now=LATER)
    step = voice.steps.get()
    assert (step.statement, step.appeal.words) == ("", "")


def test_a_copy_of_everything_holds_all_that_one_has_said(django_assert_num_queries):
    voice, other = a_voice(), a_voice()
    person = voice.person
    actions.edit(voice.ref, by=as_actor(person), text="Cambiata", now=LATER.replace(hour=20))
    actions.support(other.ref, by=as_actor(person), kind="support", now=DAY)
    with django_assert_num_queries(11):
        told = queries.of_author(person.pk)
    assert {name: len(rows) for name, rows in told.items()} == {
        "voices": 3,
        "versions": 2,
        "pictures": 0,
        "supports": 1,
        "flags": 0,
        "answers": 0,
        "answers_signed": 0,
        "statements": 2,
        "appeals": 0,
        "moderated": 0,
        "appeals_decided": 0,
    }
    assert told["voices"][-1]["text"] == "Cambiata"


def test_a_copy_holds_what_was_decided_and_answered_of_both_sides():
    moderator, (company, owner, thread) = a_moderator(), a_company_with_talk()
    voice, other = hidden(a_voice(), moderator), a_voice(thread)
    actions.appeal(voice.ref, by=as_actor(voice.author), words="Non è giusto", now=LATER)
    answer = an_answer(company, owner, other)
    author, decider, signer = (queries.of_author(each.pk) for each in (voice.author, moderator, owner))
    assert author["statements"][-1]["statement"] == decider["moderated"][-1]["statement"] == "Dillo senza offendere."
    assert [each["words"] for each in author["appeals"]] == ["Non è giusto"]
    assert (author["moderated"], decider["appeals"]) == ([], [])
    assert [(each["text"], each["signed_name"]) for each in signer["answers_signed"]] == [(answer.text, str(owner))]


def test_who_has_said_nothing_is_forgotten_without_a_trace():
    assert actions.forget_author(a_known_person().pk, by=OPERATOR, now=LATER) == 2
    assert actions.forget_author(a_person().pk, by=OPERATOR, now=LATER) == 0

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flags, steps of moderators, appeals: who may, what follows, what the record says and what it does not."""

import pytest

from insieme.foundation.errors import Invalid
from insieme.notices.queries import inbox
from insieme.people.actions import appoint_moderator
from insieme.people.tests.makers import a_person, as_actor
from insieme.record.actions import relay, seal
from insieme.voices import access, actions, queries
from insieme.voices.actions.appealing import Decided, NothingToAppeal, SameModerator
from insieme.voices.actions.flagging import FlagsItself
from insieme.voices.actions.moderating import AppealStands, NotThisStep, OwnTalk, OwnVoice
from insieme.voices.models import Flag, State
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
    hidden,
    said,
    some_words,
)

pytestmark = pytest.mark.django_db
REASONS = {"rule": "insult", "statement": "Dillo senza offendere."}


def test_a_troll_is_flagged_hidden_told_why_and_heard_by_another_and_the_record_shows_each_step_without_the_text():
    voice, first, second = a_voice(text="Siete tutti ladri"), a_moderator(), a_moderator()
    actions.flag(voice.ref, by=as_actor(a_person()), rule="insult", words="Offende", now=DAY)
    assert [each.flagged for each in queries.flagged()] == [1]
    step = actions.moderate(voice.ref, by=as_actor(first), kind="hide", now=LATER, **REASONS)
    assert queries.flagged() == []
    assert step.statement == REASONS["statement"]
    appeal = actions.appeal(voice.ref, by=as_actor(voice.person), words="Era una battuta", now=LATER)
    with pytest.raises(SameModerator):
        actions.decide_appeal(appeal.ref, by=as_actor(first), grant=False, because="No e poi no", now=LATER)
    actions.decide_appeal(appeal.ref, by=as_actor(second), grant=True, because="Era una battuta", now=LATER)
    voice.refresh_from_db()
    assert voice.state == State.SHOWN
    told = said(voice.thread.about)
    codes = ["spoken", "flagged", "hidden", "appealed", "restored", "appeal_decided"]
    assert [code for code, *_ in told] == [f"voices.{code}" for code in codes]
    assert not [words for words in ("ladri", "battuta", "Offende", "offendere", voice.person.ref) if words in str(told)]


def test_a_refused_appeal_leaves_it_and_ends_the_matter():
    voice = hidden(a_voice())
    by = as_actor(voice.author)
    appeal = actions.appeal(voice.ref, by=by, words="Non è giusto", now=LATER)
    assert actions.appeal(voice.ref, by=by, words="Di nuovo", now=LATER) == appeal
    other = as_actor(a_moderator())
    actions.decide_appeal(appeal.ref, by=other, grant=False, because="Resta un insulto", now=LATER)
    voice.refresh_from_db()
    assert voice.state == State.HIDDEN
    with pytest.raises(Decided):
        actions.decide_appeal(appeal.ref, by=other, grant=True, because="Ci ripenso", now=LATER)
    with pytest.raises(NothingToAppeal):
        actions.appeal(voice.ref, by=by, words="Ancora", now=LATER)


def test_nobody_judges_in_their_own_cause():
    moderator = a_moderator()
    voice = actions.speak(a_thread().ref, by=as_actor(moderator), words=some_words(), now=DAY)
    with pytest.raises(OwnVoice):
        actions.moderate(voice.ref, by=as_actor(moderator), kind="show", now=DAY)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="remove", now=DAY, **REASONS)
    appeal = actions.appeal(voice.ref, by=as_actor(moderator), words="Sono io", now=LATER)
    with pytest.raises(OwnVoice):
        actions.decide_appeal(appeal.ref, by=as_actor(moderator), grant=True, because="Ho ragione", now=LATER)


def test_whose_organisation_is_asked_decides_nothing_against_what_is_said_to_it():
    company, owner, thread = a_company_with_talk()
    appoint_moderator(owner.email, by=OPERATOR)
    voice = a_voice(thread)
    with pytest.raises(OwnTalk):
        actions.moderate(voice.ref, by=as_actor(owner), kind="hide", now=DAY, **REASONS)
    appeal = actions.appeal(hidden(voice).ref, by=as_actor(voice.person), words="Era una domanda", now=LATER)
    with pytest.raises(OwnTalk):
        actions.decide_appeal(appeal.ref, by=as_actor(owner), grant=False, because="Resta", now=LATER)
    assert actions.decide_appeal(appeal.ref, by=as_actor(owner), grant=True, because="Si può dire", now=LATER).verdict == "granted"
    assert actions.moderate(a_voice(a_thread()).ref, by=as_actor(owner), kind="hide", now=DAY, **REASONS).kind == "hide"
    assert company.pk == thread.organisation_id


def test_only_moderators_moderate():
    voice = a_voice()
    with pytest.raises(access.OnlyModerators):
        actions.moderate(voice.ref, by=as_actor(a_known_person()), kind="hide", now=DAY, **REASONS)


@pytest.mark.parametrize(("changes", "field"), [({"rule": "ugly"}, "rule"), ({"statement": " "}, "statement")])
def test_what_goes_against_a_voice_names_the_rule_and_the_reasons(changes, field):
    voice = a_voice()
    with pytest.raises(Invalid) as refusal:
        actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="hide", now=DAY, **(REASONS | changes))
    assert field in refusal.value.fields


@pytest.mark.parametrize("kind", ["show", "restore", "dance"])
def test_a_step_that_does_not_fit_the_voice_is_refused(kind):
    with pytest.raises(NotThisStep):
        actions.moderate(a_voice().ref, by=as_actor(a_moderator()), kind=kind, now=DAY)


def test_what_is_under_appeal_is_decided_as_an_appeal():
    voice = hidden(a_voice())
    actions.appeal(voice.ref, by=as_actor(voice.author), words="Non è giusto", now=LATER)
    with pytest.raises(AppealStands):
        actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="restore", now=LATER)


def test_hiding_and_showing_again_moves_the_counts_and_not_the_promise():
    voice = a_voice()
    reply = a_reply(voice)
    hidden(reply)
    hidden(voice)
    voice.thread.refresh_from_db()
    assert (voice.replies, voice.thread.shown, voice.thread.asked, voice.thread.next_due_at) == (0, 0, 0, None)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="restore", now=LATER)
    voice.thread.refresh_from_db()
    assert (voice.thread.shown, voice.thread.asked, voice.thread.next_due_at) == (1, 1, voice.due_at)


def test_removed_from_the_queue_it_never_was_said_until_an_appeal_is_granted():
    thread, author = a_thread(), a_person()
    voice = actions.speak(thread.ref, by=as_actor(author), words=some_words(), now=DAY)
    actions.moderate(voice.ref, by=as_actor(a_moderator()), kind="remove", now=DAY, **REASONS)
    appeal = actions.appeal(voice.ref, by=as_actor(author), words="È una domanda", now=LATER)
    actions.decide_appeal(appeal.ref, by=as_actor(a_moderator()), grant=True, because="Ha ragione", now=LATER)
    voice.refresh_from_db()
    assert (voice.state, voice.waiting_since) == (State.SHOWN, LATER)
    assert [code.partition(".")[2] for code, *_ in said(thread.about)] == ["removed", "appealed", "spoken", "appeal_decided"]


def test_a_flag_counts_once_for_each_person_and_never_oneself():
    voice, reader = a_voice(), as_actor(a_person())
    for _twice in range(2):
        actions.flag(voice.ref, by=reader, rule="false", now=DAY)
    assert Flag.objects.count() == 1
    with pytest.raises(FlagsItself):
        actions.flag(voice.ref, by=as_actor(voice.person), rule="false", now=DAY)
    with pytest.raises(Invalid):
        actions.flag(voice.ref, by=as_actor(a_person()), rule="ugly", now=DAY)


def test_who_sees_what_is_hidden():
    voice = hidden(a_voice())
    may = [access.may_read(as_actor(person), voice) for person in (voice.author, a_moderator(), a_known_person())]
    assert may == [True, True, False]


def test_whoever_took_any_step_against_a_voice_does_not_hear_the_appeal_and_is_not_offered_it(client):
    first, second, third = a_moderator(), a_moderator(), a_moderator()
    voice = hidden(hidden(a_voice(), first), second, "remove")
    appeal = actions.appeal(voice.ref, by=as_actor(voice.author), words="Non è giusto", now=LATER)
    for moderator in (first, second):
        with pytest.raises(SameModerator):
            actions.decide_appeal(appeal.ref, by=as_actor(moderator), grant=False, because="Resta", now=LATER)
    offered = [[each.ref for each in queries.appeals(as_actor(each))] for each in (first, second, third)]
    assert offered == [[], [], [appeal.ref]]
    assert [queries.counts(as_actor(each)).appeals for each in (first, second, third)] == [0, 0, 1]
    shown = [f"/moderation/appeals/{appeal.ref}/", 'name="grant"']
    for moderator, may in ((first, False), (third, True)):
        client.force_login(moderator)
        pages = [client.get(address).content.decode() for address in ("/moderation/?show=appeals", shown[0])]
        assert [words in page for words, page in zip(shown, pages, strict=True)] == [may, may]
    seal()
    relay()
    told = [[notice.kind for notice in inbox(as_actor(each)).notices] for each in (first, second, third)]
    assert told == [[], [], ["voices.reported"]]
    actions.decide_appeal(appeal.ref, by=as_actor(third), grant=True, because="Ha ragione", now=LATER)


def test_who_left_or_showed_a_voice_hears_the_appeal_against_what_another_did():
    voice, showed = a_voice(), a_moderator()
    actions.moderate(voice.ref, by=as_actor(showed), kind="leave", now=DAY)
    appeal = actions.appeal(hidden(voice).ref, by=as_actor(voice.author), words="Non è giusto", now=LATER)
    assert queries.appeals(as_actor(voice.author)) == []
    actions.decide_appeal(appeal.ref, by=as_actor(showed), grant=False, because="Resta", now=LATER)

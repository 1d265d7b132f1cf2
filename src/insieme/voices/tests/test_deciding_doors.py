# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of those who answer and of moderators; and whom each fact is told."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from insieme.foundation import clock
from insieme.notices.queries import inbox
from insieme.people.actions import appoint_moderator
from insieme.people.tests.makers import a_colleague, a_person, as_actor, signed_in
from insieme.record.actions import relay, seal
from insieme.voices import actions
from insieme.voices.models import Answer, Appeal, State
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
    hidden,
    some_words,
)

pytestmark = pytest.mark.django_db
REASONS = {"kind": "hide", "rule": "insult", "statement": "Dillo senza offendere."}


@pytest.fixture(autouse=True)
def _english(client, monkeypatch):
    client.cookies["language"] = "en"
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with translation.override("en"):
        yield


def kinds_told(person):
    seal()
    relay()
    return [notice.kind for notice in inbox(as_actor(person)).notices]


def test_everybody_sees_what_waits_and_only_responders_answer(client):
    company, owner, thread = a_company_with_talk()
    asker = a_known_person()
    first, second = a_voice(thread, by=asker), a_voice(thread, by=asker)
    page = f"/organisations/{company.slug}/voices/"
    form = f"{page}answer/?voice={first.ref}&voice={second.ref}"
    shown = client.get(page).content.decode()
    assert "Waiting for an answer for" in shown
    assert "checkbox" not in shown
    assert client.get(form).status_code == 302
    client.force_login(a_person())
    assert client.post(form, {"text": "Sì, certo.", "disposition": "answered"}).status_code == 403
    client.force_login(a_colleague(company, owner, "responder"))
    assert "checkbox" in client.get(page).content.decode()
    assert client.get(f"{page}answer/").status_code == 302
    assert client.post(form, {"text": "No.", "disposition": "declined"}).status_code == 422
    assert client.post(form, {"text": "Sì, certo.", "disposition": "answered"}).status_code == 302
    assert Answer.objects.get().to.count() == 2
    assert "Nothing waits for an answer." in client.get(page).content.decode()
    assert "Answered after 60 minutes" in client.get(f"/voices/{first.ref}/").content.decode().replace("1 hour", "60 minutes")


def test_an_answer_has_a_page_and_is_revised_by_who_may(client):
    company, owner, thread = a_company_with_talk()
    made = an_answer(company, owner, a_voice(thread), text="Forse domani.")
    address = f"/answers/{made.ref}/"
    client.force_login(a_person())
    assert client.get(address).status_code == 200
    assert client.get(f"{address}edit/").status_code == 403
    client.force_login(owner)
    assert client.post(f"{address}edit/", {"text": "Di sicuro domani.", "disposition": "answered"}).status_code == 302
    page = client.get(address).content.decode()
    assert "<ins>Di</ins>" in page or "Di sicuro" in page
    assert "<del>" in page


def test_who_asked_judges_the_answer(client):
    company, owner, thread = a_company_with_talk()
    voice = a_voice(thread)
    an_answer(company, owner, voice)
    client.force_login(owner)
    assert client.post(f"/voices/{voice.ref}/verdict/", {"reopen": "1"}).status_code == 403
    client.force_login(voice.person)
    assert "Does this answer it?" in client.get(f"/voices/{voice.ref}/").content.decode()
    client.post(f"/voices/{voice.ref}/verdict/", {"reopen": "1"})
    voice.refresh_from_db()
    assert voice.waiting_since == DAY


def test_managers_promise(client):
    company, owner, _thread = a_company_with_talk()
    address = f"/organisations/{company.slug}/voices/promises/"
    sent = {"question": "1", "complaint": "5", "idea": "15"}
    client.force_login(a_person())
    assert client.post(address, sent).status_code == 403
    client.force_login(owner)
    assert client.post(address, sent | {"idea": "0"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "questions within 1 working day" in client.get(f"/organisations/{company.slug}/voices/").content.decode()


def test_a_reader_reports_a_moderator_decides_the_author_appeals_another_decides(client):
    voice, first, second = a_voice(text="Siete tutti ladri"), a_moderator(), a_moderator()
    signed_in(client, a_person())
    assert client.post(f"/voices/{voice.ref}/flag/", {"rule": ""}).status_code == 422
    assert client.post(f"/voices/{voice.ref}/flag/", {"rule": "insult", "words": "Offende"}).status_code == 302
    assert client.get("/moderation/").status_code == 403
    client.force_login(first)
    assert "Siete tutti ladri" in client.get("/moderation/?show=flagged").content.decode()
    assert client.post(f"/moderation/voices/{voice.ref}/", REASONS | {"statement": ""}).status_code == 422
    assert client.post(f"/moderation/voices/{voice.ref}/", REASONS).status_code == 302
    client.force_login(voice.person)
    assert "Dillo senza offendere." in client.get(f"/voices/{voice.ref}/statement/").content.decode()
    assert client.post(f"/voices/{voice.ref}/statement/", {"words": "Era una battuta"}).status_code == 302
    appeal = f"/moderation/appeals/{Appeal.objects.get().ref}/"
    client.force_login(first)
    assert client.post(appeal, {"grant": "no", "because": "Resta"}).status_code == 422
    client.force_login(second)
    assert "Era una battuta" in client.get(appeal).content.decode()
    assert client.post(appeal, {"grant": "yes", "because": "Ha ragione"}).status_code == 302
    voice.refresh_from_db()
    assert voice.state == State.SHOWN
    client.force_login(a_person())
    assert client.get(f"/voices/{voice.ref}/statement/").status_code == 403


def test_who_has_a_part_in_it_is_told_before_they_write_and_offered_only_what_they_may(client):
    _company, owner, thread = a_company_with_talk()
    appoint_moderator(owner.email, by=OPERATOR)
    voice, shown = a_voice(thread), a_voice(thread)
    appeal = actions.appeal(hidden(voice).ref, by=as_actor(voice.person), words="Era una domanda", now=LATER)
    client.force_login(voice.person)
    assert "Your appeal waits for another moderator." in client.get(f"/voices/{voice.ref}/statement/").content.decode()
    pages = {f"/moderation/appeals/{appeal.ref}/": "grant", f"/moderation/voices/{shown.ref}/": "kind"}
    for person, offered in ((owner, [["yes"], ["leave"]]), (a_moderator(), [["yes", "no"], ["leave", "hide", "remove"]])):
        client.force_login(person)
        seen = [client.get(page) for page in pages]
        assert ["You have a part in what this is about" in each.content.decode() for each in seen] == [person == owner] * 2
        fields = [each.context["form"].fields[name] for each, name in zip(seen, pages.values(), strict=True)]
        assert [[value for value, _words in field.choices] for field in fields] == offered


def test_the_page_of_a_voice_tells_the_steps_and_leads_to_the_record_without_the_reasons(client):
    voice = hidden(a_voice())
    page = client.get(f"/voices/{voice.ref}/").content.decode()
    assert "What the moderators did" in page
    assert f"/record/entries/{voice.steps.get().entry.ref}/" in page or voice.steps.get().entry.ref in page
    assert "Dillo senza offendere." not in page


def test_first_voices_wait_in_the_queue(client):
    voice = actions.speak(a_thread().ref, by=as_actor(a_person()), words=some_words(text="Sono nuovo"), now=DAY)
    signed_in(client, a_moderator())
    assert "Sono nuovo" in client.get("/moderation/").content.decode()
    assert 'class="optional"' not in client.get(f"/moderation/voices/{voice.ref}/").content.decode(), "reasons are needed to remove it"
    page = client.post(f"/moderation/voices/{voice.ref}/", {"kind": "show"}, follow=True).content.decode()
    assert "Sono nuovo" not in page
    assert "It is decided." in page, "where no reasons were written, the author reads none"


def test_each_is_told_what_concerns_them_and_nobody_twice():
    company, owner, thread = a_company_with_talk()
    moderator, named = a_moderator(), a_known_person(handle="ada-rossi")
    voice = a_voice(thread, text="Quando, @ada-rossi?")
    replier = a_reply(voice).person
    an_answer(company, owner, voice)
    actions.flag(voice.ref, by=as_actor(replier), rule="false", now=DAY)
    actions.moderate(voice.ref, by=as_actor(moderator), kind="hide", rule="false", statement="Non è vero.", now=LATER)
    for _twice in range(2):
        assert sorted(kinds_told(voice.person)) == ["voices.answered", "voices.moderated", "voices.replied"]
    assert kinds_told(named) == ["voices.mentioned"]
    assert kinds_told(owner) == ["voices.asked"]
    assert kinds_told(moderator) == ["voices.reported"]
    assert kinds_told(replier) == []


def test_an_appeal_is_told_to_the_other_moderators():
    voice, first, second = a_voice(), a_moderator(), a_moderator()
    hidden(voice, first)
    actions.appeal(voice.ref, by=as_actor(voice.person), words="Non è giusto", now=LATER)
    assert "voices.reported" in kinds_told(second)
    assert kinds_told(first) == []


def alone_with(moderator):
    """Nobody else moderates any more."""
    get_user_model().objects.exclude(pk=moderator.pk).update(is_moderator=False)


def test_an_appeal_that_nobody_may_hear_is_shown_and_told_to_who_runs_the_installation(client):
    voice, only = a_voice(), a_moderator()
    hidden(voice, only)
    alone_with(only)
    client.force_login(voice.person)
    there = f"/voices/{voice.ref}/statement/"
    assert "there is nobody else here yet" not in client.get(there).content.decode()
    said = client.post(there, {"words": "Non è giusto"}, follow=True).content.decode()
    assert "Another moderator will look at it again" not in said
    assert "there is nobody else here yet who could" in said
    assert client.get(f"/api/v1/voices/{voice.ref}/statement").json()["unheard"] is True
    client.force_login(only)
    page = client.get("/moderation/").content.decode()
    assert "An appeal waits that nobody here may hear." in page
    assert "insieme moderator" in page
    assert client.get("/api/v1/moderation").json() == {"queued": 0, "flagged": 0, "appeals": 0, "unheard": 1}
    assert client.post(f"/moderation/appeals/{Appeal.objects.get().ref}/", {"grant": "no", "because": "Resta"}).status_code == 422
    a_moderator()
    assert "nobody here may hear" not in client.get("/moderation/").content.decode()
    client.force_login(voice.person)
    assert "there is nobody else here yet" not in client.get(there).content.decode()


def test_of_an_appeal_that_no_moderator_may_hear_hears_who_runs_the_installation(client):
    voice, only, runs = a_voice(), a_moderator(), a_person()
    alone_with(only)
    get_user_model().objects.filter(pk=runs.pk).update(is_superuser=True)
    hidden(voice, only)
    actions.appeal(voice.ref, by=as_actor(voice.person), words="Non è giusto", now=LATER)
    assert kinds_told(runs) == ["voices.unheard"]
    assert kinds_told(only) == []
    client.force_login(runs)
    assert voice.thread.title in client.get("/moderation/?show=appeals").content.decode(), "who runs the installation may hear it"
    assert "nobody here may hear" not in client.get("/moderation/").content.decode()
    assert client.get("/notices/", follow=True).status_code == 200
    get_user_model().objects.filter(pk=runs.pk).update(is_superuser=False)
    assert "nobody here may hear" in signed_in(client, only).get("/moderation/").content.decode()


def test_of_an_appeal_that_a_moderator_may_hear_hears_nobody_else():
    voice, first, _second, runs = a_voice(), a_moderator(), a_moderator(), a_person()
    get_user_model().objects.filter(pk=runs.pk).update(is_superuser=True)
    hidden(voice, first)
    actions.appeal(voice.ref, by=as_actor(voice.person), words="Non è giusto", now=LATER)
    assert kinds_told(runs) == []


def test_the_rules_are_for_everybody(client):
    assert "it insults or threatens somebody" in client.get("/moderation/rules/").content.decode()

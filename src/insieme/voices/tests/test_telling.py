# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who hears of what is said: those who follow the person who speaks by name, moderators of what waits; and who will, before one answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from insieme.foundation import clock
from insieme.notices import actions as notices
from insieme.notices.kinds import kind_of
from insieme.notices.queries import inbox, who_will_be_told
from insieme.notices.tests.makers import carried
from insieme.people.tests.makers import a_person, as_actor, hired, signed_in
from insieme.record.actions import relay, seal
from insieme.voices import actions, tasks
from insieme.voices.facts.telling import ANSWERED, FOLLOWED
from insieme.voices.queries.announcing import answering
from insieme.voices.tests.makers import (
    DAY,
    LATER,
    a_company_with_talk,
    a_known_person,
    a_moderator,
    a_thread,
    a_voice,
    an_answer,
    hidden,
    said,
    some_words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, monkeypatch):
    client.cookies["language"] = "en"
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with translation.override("en"):
        yield


def known() -> None:
    seal()
    relay()


def heard(person: Any) -> list[str]:
    known()
    return [notice.kind.removeprefix("voices.") for notice in inbox(as_actor(person)).notices]


def words_of(person: Any) -> list[str]:
    return [str(kind_of(notice.kind).sentence(notice.data)) for notice in inbox(as_actor(person)).notices]


def following(person: Any, fan: Any = None) -> Any:
    """Somebody who follows the person from now on."""
    known()
    fan = fan or a_person(language="en")
    notices.follow(person.topic, by=as_actor(fan), now=DAY)
    return fan


def test_who_follows_a_person_hears_that_she_has_spoken_and_by_which_name():
    ada = a_known_person(name="Ada")
    fan, voice = following(ada), a_voice(by=ada)
    assert heard(fan) == ["followed"]
    assert words_of(fan) == [f"Ada has spoken: {voice.thread.title}"]
    ada.name = "Ada Neri"
    ada.save()
    assert words_of(fan) == [f"Ada Neri has spoken: {voice.thread.title}"]


def test_a_voice_that_waits_is_told_to_nobody_before_a_moderator_lets_it_through():
    newcomer, moderator = a_person(), a_moderator()
    fan = following(newcomer)
    voice = actions.speak(a_thread().ref, by=as_actor(newcomer), words=some_words(), now=DAY)
    assert heard(fan) == []
    actions.moderate(voice.ref, by=as_actor(moderator), kind="show", now=DAY)
    assert heard(fan) == ["followed"]


def test_who_is_replied_to_hears_that_and_not_that_she_follows_who_replies():
    asker, ada = a_known_person(), a_known_person()
    following(ada, asker)
    voice = a_voice(by=asker)
    actions.reply(voice.ref, by=as_actor(ada), words=some_words(kind="opinion"), now=LATER)
    assert heard(asker) == ["replied"]


def test_nobody_is_written_to_about_a_voice_that_was_hidden_meanwhile(mailoutbox):
    ada = a_known_person()
    fans = [following(ada), following(ada)]
    for fan in fans:
        notices.choose(by=as_actor(fan), rhythm="daily", by_kind={"voices.followed": "at_once"}, by_topic={}, now=DAY)
    first = a_voice(by=ada)
    known()
    hidden(first)
    carried(LATER)
    assert [letter for letter in mailoutbox if letter.to[0] in {fan.email for fan in fans}] == []
    a_voice(by=ada, text="Un'altra domanda?")
    known()
    carried(LATER)
    assert {letter.to[0] for letter in mailoutbox if "has spoken" in letter.body} == {fan.email for fan in fans}


def test_nobody_hears_what_somebody_supports_or_flags():
    ada, voice = a_known_person(), a_voice()
    fan = following(ada)
    actions.support(voice.ref, by=as_actor(ada), kind="support", now=LATER)
    actions.flag(voice.ref, by=as_actor(ada), rule="insult", words="", now=LATER)
    assert heard(fan) == []


def test_who_follows_a_person_hears_that_she_answers_officially():
    company, owner, thread = a_company_with_talk()
    fan, voice = following(owner), a_voice(thread)
    answer = an_answer(company, owner, voice)
    assert heard(fan) == ["followed"]
    assert words_of(fan) == [f"{owner.name} has answered for {company.name}: {thread.title}"]
    assert inbox(as_actor(fan)).notices[0].path == f"/answers/{answer.ref}/"


def test_a_notice_of_an_answer_leads_to_where_it_stands(client):
    company, owner, thread = a_company_with_talk()
    asker, other = a_known_person(), a_known_person()
    voices = [a_voice(thread, by=each) for each in (asker, other)]
    answer = an_answer(company, owner, *voices)
    known()
    client.force_login(asker)
    path, _hash, stands = inbox(as_actor(asker)).notices[0].path.partition("#")
    assert (path, stands) == (f"/voices/{voices[0].ref}/", f"a-{answer.ref}-{voices[0].ref}")
    for page in (path, f"/threads/{thread.ref}/", f"/answers/{answer.ref}/", f"/organisations/{company.slug}/voices/"):
        marks = re.findall(r' id="([^"]+)"', client.get(page, follow=True).content.decode())
        assert len(marks) == len(set(marks))
        assert (stands if page in {path, f"/threads/{thread.ref}/"} else f"a-{answer.ref}") in marks
    later = a_voice(thread, by=asker)
    client.force_login(owner)
    sent = client.post(f"/organisations/{company.slug}/voices/answer/?voice={later.ref}", {"text": "Sì.", "disposition": "answered"})
    assert sent.url.startswith(f"/voices/{later.ref}/#a-")


def test_who_will_be_told_of_an_answer_is_who_is_told():
    company, owner, thread = a_company_with_talk()
    asker, fan = a_known_person(), following(owner)
    voices = [a_voice(thread, by=asker), a_voice(thread), a_voice(thread), a_voice(thread, by=asker)]
    known()
    before = {person: len(heard(person)) for person in (asker, fan, *(each.author for each in voices))}
    plans = answering(voices, company.name, by=as_actor(owner))
    foreseen = who_will_be_told(*plans)
    answered, follow = foreseen.groups
    assert (answered.words, answered.ways.mail) == ("3 people whom you answer", 3)
    assert (follow.words, follow.ways.mail) == ("1 person who follows you", 0)
    client = signed_in(Client(headers={"accept-language": "en"}), owner)
    address = f"/organisations/{company.slug}/voices/answer/?" + "&".join(f"voice={each.ref}" for each in voices)
    assert "4 people will be told: 3 by mail at once, 1 with a digest." in client.get(address).content.decode()
    programs = client.get(f"/api/v1/organisations/{company.slug}/answers/told", {"voices": [each.ref for each in voices]})
    assert programs.json()["ways"] == {"inbox": 4, "mail": 3, "digest": 1, "push": 0}
    an_answer(company, owner, *voices)
    assert sum(len(heard(person)) - count for person, count in before.items()) == foreseen.ways.inbox


def test_moderators_hear_of_first_voices_that_wait_once_until_another_comes():
    moderator = a_moderator()
    thread = a_thread()
    assert tasks.tell_queued(DAY) == 0
    for number in range(2):
        actions.speak(thread.ref, by=as_actor(a_person()), words=some_words(text=f"Quando apre? {number}"), now=DAY)
    assert tasks.tell_queued(DAY) == 1
    tasks.tell_queued(LATER)
    assert heard(moderator) == ["queued"]
    assert words_of(moderator) == ["2 first voices wait for a moderator"]
    actions.speak(thread.ref, by=as_actor(a_person()), words=some_words(), now=LATER)
    tasks.tell_queued(LATER)
    assert heard(moderator) == ["queued", "queued"]
    assert heard(a_person()) == []


def test_who_no_longer_moderates_gets_no_letter_of_what_waits(mailoutbox):
    moderators = [a_moderator(), a_moderator()]
    for each in moderators:
        notices.choose(by=as_actor(each), rhythm="daily", by_kind={"voices.queued": "at_once"}, by_topic={}, now=DAY)
    actions.speak(a_thread().ref, by=as_actor(a_person()), words=some_words(), now=DAY)
    tasks.tell_queued(DAY)
    moderators[0].is_moderator = False
    moderators[0].save()
    carried(LATER)
    assert [letter.to for letter in mailoutbox] == [[moderators[1].email]]


def test_who_answers_for_an_organisation_hears_that_it_is_mentioned_elsewhere():
    company, owner, _thread = a_company_with_talk()
    a_voice(a_thread(), by=a_known_person(), text=f"Che cosa ne dice @{company.slug}?")
    assert heard(owner) == ["mentioned"]
    assert words_of(owner)[0].startswith(f"Somebody mentions {company.name}: ")


def test_who_is_mentioned_by_a_change_hears_of_it_and_who_was_mentioned_before_does_not_again():
    company, owner, _thread = a_company_with_talk()
    other, other_owner, _thread = a_company_with_talk()
    bea, carla, author = a_person(handle="bea-neri"), a_person(handle="carla-bo"), a_known_person(handle="ada-io")
    voice = a_voice(by=author, text=f"Che ne dite, @bea-neri e @{company.slug}?")
    known()
    edit = {"by": as_actor(author), "now": LATER}
    actions.edit(voice.ref, text=f"E voi, @bea-neri, @carla-bo, @{company.slug}, @{other.slug}, @ada-io?", **edit)
    assert [heard(each) for each in (bea, carla, owner, other_owner, author)] == [["mentioned"]] * 4 + [[]]
    assert words_of(other_owner) == [f"Somebody mentions {other.name}: {voice.thread.title}"]
    assert inbox(as_actor(carla)).notices[0].path == f"/voices/{voice.ref}/"
    assert "carla" not in str(said(voice.thread.about))
    assert carla.topic not in str(said(voice.thread.about))


def test_who_is_mentioned_by_a_change_before_the_voice_is_known_hears_of_it_once():
    company, owner, _thread = a_company_with_talk()
    bea, carla, author = a_person(handle="bea-neri"), a_person(handle="carla-bo"), a_known_person()
    edit = {"by": as_actor(author), "now": LATER}
    voice = a_voice(by=author, text="Che ne dite, @bea-neri?")
    actions.edit(voice.ref, text=f"Che ne dite, @bea-neri, @carla-bo e @{company.slug}?", **edit)
    assert [heard(each) for each in (bea, carla, owner)] == [["mentioned"]] * 3
    actions.edit(voice.ref, text="Che ne dite?", **edit)
    actions.edit(voice.ref, text=f"Che ne dite, @carla-bo e @{company.slug}?", **edit)
    assert [heard(each) for each in (bea, carla, owner)] == [["mentioned"]] * 3


def test_who_answers_for_two_organisations_hears_of_each_once():
    first, owner, _thread = a_company_with_talk()
    second, other, _thread = a_company_with_talk()
    hired(second, other, owner)
    author = a_known_person()
    voice = a_voice(by=author, text=f"Che ne dice @{first.slug}?")
    actions.edit(voice.ref, by=as_actor(author), text=f"Che ne dicono @{first.slug} e @{second.slug}?", now=LATER)
    known()
    assert sorted(words_of(owner)) == sorted(f"Somebody mentions {each.name}: {voice.thread.title}" for each in (first, second))


def test_words_that_wait_mention_nobody_before_a_moderator_lets_them_through():
    newcomer, carla, moderator = a_person(), a_person(handle="carla-bo"), as_actor(a_moderator())
    voice = actions.speak(a_thread().ref, by=as_actor(newcomer), words=some_words(), now=DAY)
    actions.moderate(voice.ref, by=moderator, kind="show", now=DAY)
    actions.edit(voice.ref, by=as_actor(newcomer), text="Quando apre, @carla-bo?", now=LATER)
    assert heard(carla) == []
    actions.moderate(voice.ref, by=moderator, kind="show", now=LATER)
    assert heard(carla) == ["mentioned"]


def test_the_settings_show_only_moderators_what_is_told_to_them_alone_and_begin_each_line_with_a_capital(client):
    for person, shown in ((a_person(), False), (a_moderator(), True)):
        client.force_login(person)
        page = client.get("/notices/settings/", headers={"accept-language": "en"}).content.decode()
        assert ("What waits for moderators" in page) == shown
        assert "Somebody replies to you" in page


def test_talk_about_an_offer_names_its_company_once():
    said = {"name": "Cartiera Nuova", "title": "Cartiera Nuova: La carta"}
    with translation.override("en"):
        assert ANSWERED.sentence(said) == "Cartiera Nuova has answered you: La carta"
        assert FOLLOWED.sentence({"who": "Ada", **said}) == "Ada has answered for Cartiera Nuova: La carta"

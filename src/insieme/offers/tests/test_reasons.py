# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why people rate an offer so: voices without a name, with all that protects voices, beside the marks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.notices import actions as notices
from insieme.notices.queries import inbox
from insieme.offers import actions
from insieme.offers.access import TooLate
from insieme.offers.models import Offer, Rating
from insieme.offers.queries.ratings import has_part, ratings_of, reasons
from insieme.offers.rules.ratings import Mark
from insieme.offers.tests.makers import CLOSES, DAY, MEANWHILE, a_call, a_choice, an_offer, as_actor
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, an_organisation
from insieme.record.actions import relay, seal
from insieme.record.queries import feed, own_private_part
from insieme.voices import actions as voices
from insieme.voices.actions.answering import Reply
from insieme.voices.actions.moderating import OwnTalk
from insieme.voices.actions.speaking import SaidByJudging, Words
from insieme.voices.queries import counts, decision_against, queued, versions_of
from insieme.voices.tests.makers import a_known_person, a_moderator

pytestmark = pytest.mark.django_db
STRANGER = Actor.stranger()
AGAINST = {"rule": "insult", "statement": "Dillo senza offendere."}
LATER = MEANWHILE + timedelta(hours=1)


@pytest.fixture
def offer():
    return a_choice(2)[1][0]


def a_rater(**more):
    person = a_known_person(**more)
    type(person).objects.filter(pk=person.pk).update(joined_at=DAY - timedelta(days=2))
    return person


def rated(offer, person, reason="Hanno mantenuto.", *, mark=5, now=MEANWHILE):
    return actions.rate(offer.call.slug, offer.ref, by=as_actor(person), marks=[Mark(0, mark, reason)], now=now)[0].voice


def read(offer, actor=STRANGER):
    return [each.reason for each in reasons(actor, offer)]


def against(voice, moderator, kind="hide", now=MEANWHILE):
    return voices.moderate(voice.ref, by=as_actor(moderator), kind=kind, now=now, **AGAINST)


def told(person):
    seal()
    relay()
    return [(each.kind, each.path) for each in inbox(as_actor(person)).notices]


def test_a_reason_that_is_reported_is_hidden_with_a_statement_and_looked_at_again_by_another(offer):
    author, first, second = a_rater(), a_moderator(), a_moderator()
    voice = rated(offer, author)
    voices.flag(voice.ref, by=as_actor(a_person()), rule="insult", now=MEANWHILE)
    assert counts(as_actor(first)).flagged == 1
    assert ("voices.reported", "/moderation/") in told(first)
    against(voice, first)
    assert read(offer) == []
    assert read(offer, as_actor(author)) == ["Hanno mantenuto."]
    assert counts(as_actor(first)).flagged == 0
    assert ("voices.moderated", f"/voices/{voice.ref}/statement/") in told(author)
    voice.refresh_from_db()
    assert decision_against(voice).statement == AGAINST["statement"]
    appeal = voices.appeal(voice.ref, by=as_actor(author), words="È vero, l'ho visto.", now=LATER)
    with pytest.raises(voices.SameModerator):
        voices.decide_appeal(appeal.ref, by=as_actor(first), grant=False, because="Resta.", now=LATER)
    voices.decide_appeal(appeal.ref, by=as_actor(second), grant=True, because="Si può dire.", now=LATER)
    assert read(offer) == ["Hanno mantenuto."]
    seal()
    entries = feed(about=offer.call.topic)
    steps = ["voices.appeal_decided", "voices.restored", "voices.appealed", "voices.hidden", "voices.flagged"]
    assert [entry.code for entry in entries if entry.code in steps] == steps
    private = [own_private_part(entry.pk, by=as_actor(author)) for entry in entries]
    assert not any("mantenuto" in words for words in (*(entry.public for entry in entries), *(part.payload for part in private if part)))


def test_the_mark_counts_whatever_becomes_of_its_reason(offer):
    against(rated(offer, a_rater()), a_moderator(), kind="remove")
    waits = rated(offer, a_person())
    voices.withdraw(rated(offer, taken_back := a_rater()).ref, by=as_actor(taken_back), now=LATER)
    assert (read(offer), waits.state) == ([], "queued")
    assert ratings_of(offer.call, [offer])[offer.pk][0].counted[5] == 3


def test_the_reason_of_a_newcomer_waits_for_a_moderator_even_of_who_never_speaks_elsewhere(offer):
    silent, young = a_person(), a_known_person()
    waiting = [rated(offer, person) for person in (silent, young)]
    assert read(offer) == []
    assert read(offer, as_actor(silent)) == ["Hanno mantenuto."]
    assert [each.pk for each in queued()] == [each.pk for each in waiting]
    voices.moderate(waiting[0].ref, by=as_actor(a_moderator()), kind="show", now=LATER)
    assert len(read(offer)) == 1


def test_other_words_take_the_place_of_those_before(offer):
    author = a_rater()
    voice = rated(offer, author)
    assert rated(offer, author, now=LATER).pk == voice.pk
    assert rated(offer, author, "Hanno mantenuto tutto.", mark=4, now=LATER).pk == voice.pk
    voice.refresh_from_db()
    assert [each.number for each in versions_of(voice)] == [2, 1]
    marks = [Mark(0, 4), Mark(1, 3, "Così così.")]
    actions.rate(offer.call.slug, offer.ref, by=as_actor(author), marks=marks, now=LATER)
    assert read(offer) == ["Così così."]
    voice.refresh_from_db()
    assert (voice.state, voice.text) == ("withdrawn", "")


def test_new_words_of_a_newcomer_are_read_nowhere_before_a_moderator_has_seen_them(offer, client):
    author = a_person()
    voices.moderate(rated(offer, author, "Va bene.").ref, by=as_actor(a_moderator()), kind="show", now=MEANWHILE)
    rated(offer, author, "INSULTO", now=LATER)
    page = f"/calls/{offer.call.slug}/offers/{offer.ref}/ratings/"
    for path in (page, f"/api/v1{page}reasons"):
        seen = client.get(path).content.decode()
        assert ("Va bene." in seen, "INSULTO" in seen) == (True, False)
    client.force_login(author)
    assert "INSULTO" in client.get(page).content.decode()


def test_what_was_hidden_is_said_anew_and_looked_at_anew(offer):
    author = a_rater()
    hidden = rated(offer, author, "Sono ladri.")
    against(hidden, a_moderator())
    assert rated(offer, author, "Sono ladri.", mark=1, now=LATER).pk == hidden.pk
    assert read(offer) == []
    other = rated(offer, author, "Non mi fido.", mark=1, now=LATER)
    assert (other.pk == hidden.pk, other.state, read(offer)) == (False, "queued", [])
    voices.moderate(other.ref, by=as_actor(a_moderator()), kind="show", now=LATER)
    assert read(offer) == ["Non mi fido."]
    hidden.refresh_from_db()
    assert hidden.state == "withdrawn"


def test_nobody_learns_whose_a_reason_is(offer, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    author, fan = a_rater(name="Zenobia", handle="zenobia"), a_person()
    told(author)
    notices.follow(author.topic, by=as_actor(fan), now=DAY)
    voice = rated(offer, author)
    assert told(fan) == []
    pages = [f"/calls/{offer.call.slug}/offers/{offer.ref}/ratings/", f"/voices/{voice.ref}/", f"/threads/{voice.thread.ref}/"]
    api = [f"/api/v1{path.rstrip('/')}" for path in pages[1:]] + [f"/api/v1/threads/{voice.thread.ref}/voices", f"/api/v1{pages[0]}reasons"]
    for reader in (a_person(), a_moderator()):
        client.force_login(reader)
        seen = [client.get(path).content.decode() for path in (*pages, *api, f"/voices/{voice.ref}/flag/")]
        assert all("enobia" not in each for each in seen)
        assert sum("Hanno mantenuto" in each for each in seen) == len(seen) - 1
    deciding = client.get(reverse("voices:decide", args=[voice.ref])).content.decode()
    assert ("Hanno mantenuto" in deciding, "enobia" in deciding) == (True, False)
    reply = voices.reply(voice.ref, by=as_actor(author), words=Words("opinion", "E poi sono vicini."), now=LATER)
    assert (voice.unnamed, reply.unnamed) == (True, False)


def test_one_says_why_by_rating_and_in_one_line(offer):
    voice = rated(offer, author := a_rater())
    with pytest.raises(SaidByJudging):
        voices.speak(voice.thread.ref, by=as_actor(author), words=Words("opinion", "Anch'io dico la mia."), now=LATER)
    with pytest.raises(SaidByJudging):
        voices.edit(voice.ref, by=as_actor(author), text="Altre parole.", now=LATER)
    assert rated(offer, author, "Due righe,\n\nuna sola.", now=LATER).text == "Due righe, una sola."
    with pytest.raises(Invalid):
        rated(offer, author, "parole " * 60, now=LATER)
    with pytest.raises(Invalid) as refused:
        actions.rate(offer.call.slug, offer.ref, by=as_actor(author), marks=[Mark(1, 3, "...")], now=LATER)
    assert set(refused.value.fields) == {"reason-1"}
    assert Rating.objects.count() == 1


def test_the_company_answers_a_reason_officially_and_the_page_says_so(offer, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    voice = rated(offer, author := a_rater(), "Non credo.", mark=1)
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    words = Reply(text="Ecco la ricevuta.")
    answer = voices.answer(company.slug, refs=[voice.ref], by=as_actor(offer.owner), words=words, now=MEANWHILE)
    assert f"/voices/{voice.ref}/#a-{answer.ref}-{voice.ref}" in [path for _kind, path in told(author)]
    page = client.get(f"/calls/{offer.call.slug}/offers/{offer.ref}/ratings/", headers={"accept-language": "en"}).content.decode()
    assert f"{company.name} has answered" in page


def test_moderators_with_a_part_in_the_call_decide_nothing_against_what_is_said_there():
    call = a_call()
    offer, rival = an_offer(call), an_offer(call)
    voice = rated(offer, a_rater(), now=DAY)
    sides = [a_moderator() for _side in range(2)]
    Offer.objects.filter(pk=rival.pk).update(organisation=_company_of(sides[0]))
    type(call).objects.filter(pk=call.pk).update(promoter=_company_of(sides[1]))
    for moderator in sides:
        assert has_part(moderator.pk, call.topic)
        with pytest.raises(OwnTalk):
            against(voice, moderator, now=DAY)
    assert not has_part(a_person().pk, call.topic)
    assert not has_part(sides[0].pk, "call:di-nessuno")
    assert against(voice, a_moderator(), now=DAY).kind == "hide"


def _company_of(person):
    return an_organisation(owner=person).pk


def test_what_was_said_goes_with_who_leaves(offer):
    voice = rated(offer, author := a_rater())
    voices.forget_author(author.pk, by=as_actor(author), now=LATER)
    voice.refresh_from_db()
    assert (voice.author_id, voice.text, read(offer)) == (None, "", [])


def test_after_the_close_a_reason_can_still_be_taken_back_and_none_is_changed(offer):
    voice = rated(offer, author := a_rater())
    with pytest.raises(TooLate):
        rated(offer, author, "Ci ripenso.", now=CLOSES)
    with pytest.raises(SaidByJudging):
        voices.edit(voice.ref, by=as_actor(author), text="Ci ripenso.", now=CLOSES)
    voices.withdraw(voice.ref, by=as_actor(author), now=CLOSES)
    assert read(offer) == []

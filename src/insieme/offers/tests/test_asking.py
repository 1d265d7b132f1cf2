# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking for an improvement is one press a person and aspect, counted until a revision answers it."""

import pytest

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.offers import access, actions
from insieme.offers.actions.asking import OwnOffer
from insieme.offers.models import Offer, Wish
from insieme.offers.queries.revisions import revisions_of
from insieme.offers.queries.wishes import wishes_of
from insieme.offers.tests.makers import DAY, MEANWHILE, a_call, a_choice, a_revision, an_offer, as_actor
from insieme.people.access import SignInFirst
from insieme.people.tests.makers import a_person
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db


def ask(offer, person, aspect="price", *, wanted=True, now=DAY):
    return actions.ask(offer.call.slug, offer.ref, by=as_actor(person), aspect=aspect, wanted=wanted, now=now)


def asked(offer, person=None):
    offer = Offer.objects.select_related("call").get(pk=offer.pk)
    actor = as_actor(person) if person else Actor.stranger()
    found = wishes_of(offer, actor, revisions_of(offer))
    return {each.aspect.value: (each.people, each.before, each.answered_in, each.mine) for each in found}


def test_a_press_counts_once_and_another_takes_it_back():
    offer, person = an_offer(a_call()), a_person()
    assert [ask(offer, person) for _twice in range(2)] == [True, False]
    ask(offer, a_person())
    assert asked(offer, person)["price"] == (2, 0, 0, True)
    assert asked(offer)["price"] == (2, 0, 0, False)
    assert asked(offer)["proof"] == (0, 0, 0, False)
    assert [ask(offer, person, wanted=False) for _twice in range(2)] == [True, False]
    assert asked(offer, person)["price"] == (1, 0, 0, False)


def test_the_record_names_the_aspect_and_nobody():
    offer, person = an_offer(a_call()), a_person()
    ask(offer, person)
    seal()
    entry = feed(about=offer.call.topic)[0]
    assert (entry.code, entry.actor) == ("offers.improvement_asked", "person")
    assert person.ref not in entry.public
    assert '"aspect":"price"' in entry.public


def test_a_revision_that_answers_begins_a_new_count_and_the_old_one_is_told():
    offer, person = an_offer(a_call()), a_person()
    for each in (person, a_person()):
        ask(offer, each)
        ask(offer, each, "proof")
    a_revision(offer, price_minor=1800, answers=["price"], because="Costa meno.", now=DAY)
    assert asked(offer, person)["price"] == (0, 2, 2, False)
    assert asked(offer, person)["proof"] == (2, 0, 0, True)
    ask(offer, person)
    assert asked(offer, person)["price"] == (1, 2, 2, True)


def test_who_may_ask_and_until_when():
    offer = an_offer(a_call())
    with pytest.raises(OwnOffer):
        ask(offer, offer.owner)
    with pytest.raises(Invalid):
        ask(offer, a_person(), "colour")
    with pytest.raises(SignInFirst):
        actions.ask(offer.call.slug, offer.ref, by=Actor.stranger(), aspect="price", wanted=True, now=DAY)
    _call, [settled] = a_choice(2)
    with pytest.raises(access.RevisionsClosed):
        ask(settled, a_person(), now=MEANWHILE)
    actions.withdraw_offer(offer.call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    with pytest.raises(access.NotStanding):
        ask(offer, a_person())
    assert not Wish.objects.exists()


def test_one_presses_on_the_page_of_the_offer(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY)
    offer = an_offer(a_call())
    address = f"/calls/{offer.call.slug}/offers/{offer.ref}/improve/"
    assert client.post(address, {"aspect": "price", "wanted": "1"}).url.startswith("/sign-in/")
    client.force_login(a_person())
    page = f"/calls/{offer.call.slug}/offers/{offer.ref}/"
    assert 'aria-pressed="true"' not in client.get(page).content.decode()
    assert client.post(address, {"aspect": "price", "wanted": "1"}).url == f"{page}#improve"
    assert client.get(page).content.decode().count('aria-pressed="true"') == 1
    assert client.post(address, {"aspect": "colour", "wanted": "1"}).status_code == 422
    client.post(address, {"aspect": "price", "wanted": "0"})
    assert not Wish.objects.exists()
    client.force_login(offer.owner)
    assert address not in client.get(page).content.decode()
    assert client.post(address, {"aspect": "price", "wanted": "1"}).status_code == 403


def test_who_presses_too_often_is_asked_to_wait_on_the_page_and_in_the_api(client, monkeypatch, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "improve": "2/h/user"}
    monkeypatch.setattr(clock, "now", lambda: DAY)
    offer = an_offer(a_call())
    address = f"/calls/{offer.call.slug}/offers/{offer.ref}/improve"
    client.force_login(a_person())
    assert [client.post(f"{address}/", {"aspect": "price", "wanted": wanted}).status_code for wanted in "101"] == [302, 302, 503]
    client.force_login(a_person())
    api = f"/api/v1{address}ments/price"
    assert [client.put(api).status_code, client.delete(api).status_code, client.put(api).status_code] == [204, 204, 503]
    assert not Wish.objects.exists()

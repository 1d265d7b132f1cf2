# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people agree to: asked when an account is opened, asked anew when a text is new, taken back where one can do without."""

from __future__ import annotations

import pytest

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible
from insieme.people.actions.consents import CannotDoWithout, give_consents, withdraw_consent
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.models import Consent, Person
from insieme.people.queries import findable_people
from insieme.people.queries.accounts import consents_of, owed_consents
from insieme.people.rules import BY_NAME, Purpose, consents, shown
from insieme.people.tests.makers import PASSWORD, a_person, an_organisation, as_actor, signed_in

pytestmark = pytest.mark.django_db
NEW = {"name": "Ada Ferri", "email": "ada@example.it", "password1": PASSWORD}


@pytest.fixture
def ada():
    return a_person(language="en")


@pytest.fixture
def newer_terms(ada, monkeypatch):
    """The terms of use have a second version since Ada agreed to the first."""
    second = Purpose("terms", 2, "Terms of use", required=True)
    monkeypatch.setitem(BY_NAME, "terms", second)
    monkeypatch.setattr("insieme.people.queries.accounts.REQUIRED", (second, *consents.REQUIRED[1:]))


def test_nobody_opens_an_account_without_agreeing(client):
    assert client.post("/sign-up/", NEW).context["form"].errors.keys() == {"agreed"}
    client.post("/sign-up/", NEW | {"agreed": "on"})
    ada = Person.objects.get(email="ada@example.it")
    assert {(row.what, row.version, row.given) for row in Consent.objects.filter(person=ada)} == {("terms", 1, True), ("privacy", 3, True)}


def test_the_same_again_adds_no_row_and_taking_back_adds_one():
    ada, now = a_person(agreed_at=None), clock.now()
    give_consents(["profile"], by=as_actor(ada), now=now)
    give_consents(["profile"], by=as_actor(ada), now=now)
    withdraw_consent("profile", by=as_actor(ada), now=now)
    withdraw_consent("profile", by=as_actor(ada), now=now)
    assert [row.given for row in Consent.objects.filter(person=ada).order_by("pk")] == [True, False]
    assert not consents_of(ada.pk)["profile"].given


def test_what_an_account_needs_cannot_be_taken_back_and_what_is_unknown_not_given():
    ada = a_person()
    with pytest.raises(CannotDoWithout):
        withdraw_consent("terms", by=as_actor(ada), now=clock.now())
    with pytest.raises(NotVisible):
        give_consents(["everything"], by=as_actor(ada), now=clock.now())


def test_a_new_text_is_asked_for_at_the_next_sign_in_and_then_the_way_goes_on(client, ada, newer_terms):
    assert owed_consents(ada.pk) == ["terms"]
    asked = client.post("/sign-in/?next=/roles/", {"login": ada.email, "password": PASSWORD})
    assert asked["Location"] == "/settings/consents/new/?next=%2Froles%2F"
    page = client.get(asked["Location"]).content.decode()
    assert "Terms of use" in page
    assert "Privacy note" not in page.split("<main")[1].split("</main>")[0]
    agreed = client.post("/settings/consents/new/", {"agree": "1", "next": "/roles/"})
    assert agreed["Location"] == "/roles/"
    assert owed_consents(ada.pk) == []


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "nowhere", "people:settings"])
def test_the_way_on_never_leads_elsewhere(client, onward):
    signed_in(client, a_person())
    assert client.get("/settings/consents/new/", {"next": onward})["Location"] == "/"


def test_each_text_can_be_read_by_everybody(client):
    for what in BY_NAME:
        assert client.get(f"/consents/{what}/").status_code == 200
        assert client.get(f"/consents/{what}/1/").status_code == 200
    assert [client.get(f"/consents/{what}/").status_code for what in ("none", "terms/2", "terms/0")] == [404, 404, 404]


def test_the_privacy_note_says_who_answers_on_what_basis_and_for_how_long_and_its_last_version_stays(client, settings):
    settings.OPERATOR = settings.CONTACT = ""
    english = {"accept-language": "en"}
    now, before = (client.get(page, headers=english).content.decode() for page in ("/consents/privacy/", "/consents/privacy/2/"))
    for said in ("Who is responsible", "has not said here who they are", "Why we may", "article 6.1.b", "For how long", "a week to think"):
        assert said in now
    assert "For how long" not in before
    assert "This is an earlier version." in before


def test_one_button_gives_and_takes_back(client):
    ada = a_person(language="en")
    signed_in(client, ada)
    client.post("/settings/consents/", {"give": "profile"})
    assert consents_of(ada.pk)["profile"].given
    client.post("/settings/consents/", {"withdraw": "profile"})
    assert not consents_of(ada.pk)["profile"].given
    client.post("/settings/consents/", {"withdraw": "terms"})
    assert consents_of(ada.pk)["terms"].given


def test_a_figure_tells_neither_of_few_nor_who_comes_or_goes():
    assert shown({"a": 29, "b": 30, "c": 9, "d": 10, "e": 0}) == {"a": 20, "b": 30, "d": 10}


def test_only_those_are_found_who_want_to_and_have_a_page(client):
    ada, bea = a_person("Ada", language="en"), a_person("Bea", handle="")
    add_about_oneself(by=as_actor(ada), findable=True)
    assert [found.ref for found in findable_people()] == [ada.ref]
    assert findable_people([bea.ref]) == []
    refused = signed_in(client, bea).post("/settings/about/", {"findable": "on"})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"findable"}
    signed_in(client, ada).post("/settings/about/", {"interests": ["food"], "age_band": "18-29"})
    assert findable_people() == []


def test_relations_are_shown_only_by_those_who_want_it(client):
    ada, owner = a_person("Ada"), a_person()
    an_organisation("Lauri", owner=owner)
    signed_in(client, ada).post("/organisations/lauri/relations/", {"declare": "customer"})
    assert "Lauri" not in client.get(f"/people/{ada.handle}/").content.decode()
    client.post("/settings/about/", {"shows_relations": "on"})
    assert "Lauri" in client.get(f"/people/{ada.handle}/").content.decode()


@pytest.mark.parametrize("address", ["/consents/privacy/", "/consents/privacy/1/", "/consents/privacy/2/", "/consents/terms/"])
def test_beside_the_texts_stands_who_answers_for_the_installation(client, settings, address):
    def told():
        return client.get(address, headers={"Accept-Language": "en"}).content.decode().split("<main")[1].split("</main>")[0]

    settings.OPERATOR, settings.CONTACT = "", ""
    assert "operator" not in told()
    settings.OPERATOR, settings.CONTACT = "Rete Uffici", "noi@rete.example"
    assert "run by <b>Rete Uffici</b>" in told()
    assert 'href="mailto:noi@rete.example"' in told()

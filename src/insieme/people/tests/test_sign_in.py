# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing up, confirming, signing in, forgetting: the whole way by mail, and what nobody learns on it."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from insieme.people.models import Person
from insieme.people.tests.makers import PASSWORD, a_person, signed_in

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Ferri", "email": "Ada@Example.it", "password1": PASSWORD, "agreed": "on"}


def link(pattern):
    return re.search(rf"http://testserver(/{pattern}\S+)", mail.outbox[-1].body)[1]


def is_signed_in(client):
    return client.get("/settings/").status_code == 200


def test_from_sign_up_to_the_page_that_was_wanted(client):
    answer = client.post("/sign-up/", ADA | {"next": "/organisations/new/"})
    assert answer["Location"] == "/confirm-email/"
    assert not is_signed_in(client)
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.it"]
    assert "Ada Ferri" in letter.body
    way = link("confirm-email/")
    assert client.get(way).status_code == 200
    assert not EmailAddress.objects.get().verified
    assert client.post(way)["Location"] == "/organisations/new/"
    assert is_signed_in(client)
    ada = Person.objects.get()
    assert (ada.name, ada.email, ada.handle, ada.language) == ("Ada Ferri", "ada@example.it", None, "it")
    assert len(mail.outbox) == 1


def test_the_link_opened_elsewhere_confirms_but_lets_nobody_in(client):
    client.post("/sign-up/", ADA)
    elsewhere = Client()
    assert elsewhere.post(link("confirm-email/"))["Location"].startswith("/sign-in/")
    assert not is_signed_in(elsewhere)
    assert EmailAddress.objects.get().verified


def test_whoever_has_not_confirmed_does_not_get_in_and_is_written_to_again(client):
    client.post("/sign-up/", ADA)
    client.logout()
    cache.clear()
    answer = client.post("/sign-in/", {"login": ADA["email"], "password": PASSWORD})
    assert answer["Location"] == "/confirm-email/"
    assert len(mail.outbox) == 2
    assert not is_signed_in(client)


def test_signing_up_twice_looks_the_same_and_writes_to_the_owner(client):
    ada = a_person(email="ada@example.it")
    again = client.post("/sign-up/", ADA)
    new = client.post("/sign-up/", ADA | {"email": "new@example.it"})
    assert (again.status_code, again["Location"]) == (new.status_code, new["Location"]) == (302, "/confirm-email/")
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "/password/forgotten/" in told["ada@example.it"]
    assert "/confirm-email/" not in told["ada@example.it"]
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert Person.objects.count() == 2


def test_asking_for_a_new_password_looks_the_same_for_known_and_unknown(client):
    a_person(email="ada@example.it")
    answers = [client.post("/password/forgotten/", {"email": who}) for who in ("ada@example.it", "nobody@example.it")]
    assert [answer["Location"] for answer in answers] == ["/password/forgotten/sent/"] * 2
    assert [letter.to for letter in mail.outbox] == [["ada@example.it"], ["nobody@example.it"]]
    assert "/sign-up/" in mail.outbox[1].body


@pytest.mark.parametrize("page", ["/password/forgotten/sent/", "/confirm-email/"])
def test_where_no_letters_are_sent_the_page_says_where_they_lie_unless_others_can_come(client, settings, tmp_path, page):
    settings.EMAIL_FILE_PATH = tmp_path
    assert str(tmp_path) not in client.get(page).content.decode()  # the tests' own letters go elsewhere
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert str(tmp_path) in client.get(page).content.decode()
    settings.SITE_HOST = "insieme.example"
    assert str(tmp_path) not in client.get(page).content.decode()


def test_a_forgotten_password_is_replaced_once(client):
    a_person(email="ada@example.it")
    client.post("/password/forgotten/", {"email": "ada@example.it"})
    way = link("password/new/")
    form = client.get(way)["Location"]
    assert client.post(form, {"password1": "otto-soli-gialli"})["Location"] == "/password/new/done/"
    assert "/password/forgotten/" in mail.outbox[-1].body
    assert client.get(way).context["token_fail"]
    for password, way_on in ((PASSWORD, 200), ("otto-soli-gialli", 302)):
        assert client.post("/sign-in/", {"login": "ADA@example.it", "password": password}).status_code == way_on


@pytest.mark.parametrize(
    ("wanted", "reached"), [("/settings/", "/settings/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")]
)
def test_signing_in_goes_on_inside_the_house_only_and_in_the_persons_language(client, wanted, reached):
    a_person(email="ada@example.it", language="en")
    answer = client.post("/sign-in/", {"login": "ada@example.it", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == reached
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_guessing_is_slowed_down(client):
    a_person(email="ada@example.it")
    for _each in range(5):
        client.post("/sign-in/", {"login": "ada@example.it", "password": "wrong-password"})
    client.post("/sign-in/", {"login": "ada@example.it", "password": PASSWORD})
    assert not is_signed_in(client)


def test_too_many_sign_ups_get_a_page_that_says_so(client):
    statuses = [client.post("/sign-up/", {}).status_code for _each in range(21)]
    assert statuses == [200] * 20 + [429]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "\u200d"}, "name"),
        ({"name": "Ada\x00"}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": "a\x00@example.it"}, "email"),
        ({"password1": "short"}, "password1"),
        ({"password1": "ada@example.it"}, "password1"),
        ({"password1": "1234567890"}, "password1"),
        ({"password1": "sette\x00lune-verdi"}, "password1"),
    ],
)
def test_a_sign_up_that_does_not_hold_is_told_at_its_field(client, typed, field):
    answer = client.post("/sign-up/", ADA | typed)
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["name"].value() == (ADA | typed)["name"]
    assert not Person.objects.exists()


def test_a_short_password_is_told_in_words_of_the_house(client):
    answer = client.post("/sign-up/", ADA | {"password1": "short"}, headers={"accept-language": "en"})
    assert answer.context["form"].errors["password1"] == ["This password is too short: use at least 10 characters."]


def test_a_new_address_replaces_the_old_one_only_once_it_is_confirmed(client):
    ada = a_person(email="ada@example.it")
    signed_in(client, ada)
    asked = client.post("/settings/email/", {"email": "new@example.it", "action_add": "1"})
    assert asked["Location"].startswith("/password/again/")
    assert not mail.outbox
    # What was asked for is done once the password is right: it need not be typed again.
    client.post(asked["Location"], {"password": PASSWORD})
    ada.refresh_from_db()
    assert ada.email == "ada@example.it"
    client.post(link("confirm-email/"))
    ada.refresh_from_db()
    assert ada.email == "new@example.it"
    assert ["ada@example.it"] in [letter.to for letter in mail.outbox[1:]]


def test_a_password_is_changed_by_whoever_knows_it_and_the_owner_is_told(client):
    ada = a_person(email="ada@example.it")
    signed_in(client, ada)
    wrong = client.post("/settings/password/", {"oldpassword": "not-it-at-all", "password1": "otto-soli-gialli"})
    assert set(wrong.context["form"].errors) == {"oldpassword"}
    assert client.post("/settings/password/", {"oldpassword": PASSWORD, "password1": "otto-soli-gialli"})["Location"] == "/settings/"
    assert mail.outbox[-1].to == ["ada@example.it"]
    assert is_signed_in(client)


def test_signing_out_takes_a_button(client):
    signed_in(client, a_person())
    client.get("/sign-out/")
    assert is_signed_in(client)
    client.post("/sign-out/")
    assert not is_signed_in(client)


def test_demo_people_stay_out_once_the_house_has_a_public_address(client, settings):
    demo, real = a_person(email="irene@insieme.example"), a_person(email="irene@example.it")
    asked = [{"login": person.email, "password": PASSWORD} for person in (demo, real)]
    client.post("/sign-in/", asked[0])
    assert is_signed_in(client)
    settings.SITE_HOST = "insieme.coop"
    assert not is_signed_in(client)
    client.post("/sign-in/", asked[0])
    assert not is_signed_in(client)
    client.post("/sign-in/", asked[1])
    assert is_signed_in(client)

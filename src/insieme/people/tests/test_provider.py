# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in through an identity provider that really answers: opening an account, coming back, and never into somebody else's."""

from __future__ import annotations

import http.client
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from insieme.people.models import Consent, Person
from insieme.people.tests.makers import PASSWORD, a_person
from insieme.people.tests.provider import CLIENT, SECRET, a_provider

pytestmark = pytest.mark.django_db
START = "/oidc/oidc/login/"


@pytest.fixture
def provider(settings):
    with a_provider() as running:
        app = {"provider_id": "oidc", "name": "SPID", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": running.issuer}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        settings.OIDC_ISSUER = running.issuer
        yield running


def go_there(address):
    """What the provider answers to a browser that comes with this address: where it sends it back to."""
    to = urlsplit(address)
    connection = http.client.HTTPConnection(to.netloc)
    connection.request("GET", f"{to.path}?{to.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def through(client, start=START):
    """The whole way there and back."""
    return client.get(go_there(client.post(start)["Location"]))


def is_signed_in(client):
    return client.get("/settings/").status_code == 200


def test_without_a_provider_there_is_no_button_and_no_way(client):
    assert "oidc" not in client.get("/sign-in/").content.decode()
    assert client.post(START).status_code == 404


def test_the_button_names_it_and_the_policy_lets_the_form_through(client, provider):
    page = client.get("/sign-in/", headers={"accept-language": "en"})
    assert "Sign in with SPID" in page.content.decode()
    assert f"form-action 'self' {provider.issuer};" in page["Content-Security-Policy"]
    asked = parse_qs(urlsplit(client.post(START)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]


def test_whoever_is_new_is_asked_for_what_everybody_is_asked(client, provider):
    assert through(client)["Location"] == "/sign-up/through/"
    page = client.get("/sign-up/through/")
    assert page.context["form"].initial["name"] == "Ada Ferri"
    assert client.post("/sign-up/through/", {"name": "Ada Ferri", "email": "ada@example.it"}).context["form"].errors.keys() == {"agreed"}
    client.post("/sign-up/through/", {"name": "Ada Ferri", "email": "ada@example.it", "agreed": "on"})
    assert is_signed_in(client)
    ada = Person.objects.get(email="ada@example.it")
    assert (ada.name, ada.has_usable_password(), Consent.objects.filter(person=ada).count()) == ("Ada Ferri", False, 2)
    assert not provider.refused
    again = Client()
    assert through(again)["Location"] == "/"
    assert is_signed_in(again)
    assert Person.objects.count() == 1


def test_an_address_that_is_here_already_is_never_taken_over(client, provider):
    ada = a_person("Ada", email="ada@example.it")
    through(client)
    client.post("/sign-up/through/", {"name": "Mallory", "email": "ada@example.it", "agreed": "on"})
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert Person.objects.get() == ada
    assert mail.outbox[-1].to == ["ada@example.it"]


def test_an_address_that_the_provider_does_not_vouch_for_is_confirmed_by_mail(client, provider):
    provider.person["email_verified"] = False
    through(client)
    answer = client.post("/sign-up/through/", {"name": "Ada Ferri", "email": "ada@example.it", "agreed": "on"})
    assert answer["Location"] == "/confirm-email/"
    assert not is_signed_in(client)
    assert not EmailAddress.objects.get().verified
    client.post(re.search(r"(/confirm-email/\S+/)", mail.outbox[-1].body)[1])
    assert is_signed_in(client)


def test_signed_in_one_connects_the_two_and_comes_in_either_way(client, provider):
    ada = a_person("Ada", email="somebody@else.it")
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    client.post("/password/again/", {"password": PASSWORD})
    assert through(client, f"{START}?process=connect")["Location"] == "/settings/security/connected/"
    other = Client()
    through(other)
    assert is_signed_in(other)
    assert other.session["_auth_user_id"] == str(ada.pk)


def test_a_code_that_was_not_asked_for_here_opens_nothing(client, provider):
    back = go_there(client.post(START)["Location"])
    assert Client().get(back).status_code in {200, 302, 401, 403}
    assert not Person.objects.exists()
    elsewhere = Client()
    elsewhere.get(back)
    assert not is_signed_in(elsewhere)

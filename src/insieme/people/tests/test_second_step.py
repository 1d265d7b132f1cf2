# SPDX-License-Identifier: AGPL-3.0-or-later
"""A code after the password: added, asked for, stood in for by printed codes, removed. Passkeys are tried in a real browser."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from insieme.people.tests.makers import PASSWORD, a_person

pytestmark = pytest.mark.django_db


def code_of(secret):
    """What an app shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def enter(client, person):
    return client.post("/sign-in/", {"login": person.email, "password": PASSWORD})


@pytest.fixture
def ada():
    return a_person("Ada", language="en")


@pytest.fixture
def protected(ada):
    """Ada's browser after she added an app; her secret, and the page of codes that she was led to."""
    client = Client(headers={"accept-language": "en"})
    enter(client, ada)
    client.post("/password/again/", {"password": PASSWORD})
    page = client.get("/settings/security/app/").content.decode()
    secret = re.search(r'class="mono">(\w+)<', page)[1]
    answer = client.post("/settings/security/app/", {"code": code_of(secret)})
    return client, secret, client.get(answer["Location"]).content.decode()


def test_the_square_is_drawn_without_any_style(ada):
    client = Client()
    enter(client, ada)
    client.post("/password/again/", {"password": PASSWORD})
    page = client.get("/settings/security/app/").content.decode()
    assert "<svg" in page.split('class="square"')[1]
    assert "style=" not in page


def test_after_the_password_a_code_is_asked_for(protected, ada):
    _client, secret, _codes = protected
    other = Client()
    assert enter(other, ada)["Location"].startswith("/sign-in/second-step/")
    assert other.get("/settings/").status_code == 302
    wrong = other.post("/sign-in/second-step/", {"code": "000000"})
    assert "code" in wrong.context["form"].errors
    other.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert other.get("/settings/").status_code == 200


def test_printed_codes_are_shown_once_and_work_once(protected, ada):
    client, _secret, page = protected
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10
    assert codes[0] not in client.get("/settings/security/codes/").content.decode()
    for lets_in in (True, False):
        other = Client()
        enter(other, ada)
        other.post("/sign-in/second-step/", {"code": codes[0]})
        assert (other.get("/settings/").status_code == 200) is lets_in


def test_new_codes_end_the_old_ones(protected, ada):
    client, _secret, page = protected
    old = re.findall(r"<li>(\d{8})</li>", page)
    new = re.findall(r"<li>(\d{8})</li>", client.post("/settings/security/codes/new/", follow=True).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    other = Client()
    enter(other, ada)
    other.post("/sign-in/second-step/", {"code": old[0]})
    assert other.get("/settings/").status_code == 302


def test_the_secret_cannot_be_read_from_the_database(protected):
    _client, secret, _codes = protected
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_its_owner_is_told_and_can_do_without_it_again(protected, ada):
    client, _secret, _codes = protected
    # What follows a change is done once the change is kept, which a test never does.
    assert client.post("/settings/security/app/remove/")["Location"] == "/settings/security/"
    assert not Authenticator.objects.exists()
    assert any("app for codes was removed" in letter.body for letter in mail.outbox)
    assert enter(Client(), ada)["Location"] == "/"


def test_what_could_lock_out_asks_who_it_is_once_more(ada):
    client = Client()
    client.force_login(ada, backend="insieme.people.adapter.Backend")
    for address in ("app/", "passkeys/new/"):
        assert client.get(f"/settings/security/{address}")["Location"].startswith("/password/again/")
    asked = client.post("/settings/data/export/")
    assert asked["Location"].startswith("/password/again/")

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Another program asks to be let in: consent in our look, codes and tokens, and the API as far as it was allowed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db
BACK = "https://programma.example/ritorno"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def program(capsys):
    call_command("oauth_client", "Il programma", redirect=[BACK], public=True)
    return re.search(r": (\w+)", capsys.readouterr().out)[1]


def asked(program, scope="openid profile read pledge", **more):
    said = {"client_id": program, "redirect_uri": BACK, "response_type": "code", "scope": scope, "state": "s1"}
    return f"/identity/o/authorize?{urlencode(said | {'code_challenge': CHALLENGE, 'code_challenge_method': 'S256'} | more)}"


def let_in(client, program, scopes, **more):
    page = client.get(asked(program, **more))
    form = page.context["form"]
    sent = {"request": form["request"].value(), "scopes": scopes, "action": "grant"}
    return page, client.post("/identity/o/authorize", sent)


def token(program, answer):
    code = parse_qs(urlsplit(answer["Location"]).query)["code"][0]
    said = {"grant_type": "authorization_code", "code": code, "client_id": program, "redirect_uri": BACK, "code_verifier": VERIFIER}
    return Client().post("/identity/o/api/token", said).json()


def claims(given):
    part = given["id_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_who_is_not_signed_in_signs_in_first(client, program):
    answer = client.get(asked(program))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


def test_the_page_says_what_is_asked_for_in_our_words_and_its_form_may_lead_back(client, program):
    client.force_login(a_person())
    page = client.get(asked(program), headers={"Accept-Language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Let Il programma in?" in text
    assert "pledge in your name, take pledges back, and say whether you buy from a runner-up" in text
    assert "form-action 'self' https://programma.example;" in page["Content-Security-Policy"]
    assert "look/house" in text


def test_a_program_does_what_it_was_let_do_and_no_more(client, program):
    person = a_person()
    client.force_login(person)
    _page, answer = let_in(client, program, ["openid", "profile", "read"])
    assert answer["Location"].startswith(f"{BACK}?")
    given = token(program, answer)
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    me = Client().get("/api/v1/me", headers=headers)
    assert (me.status_code, me.json()["ref"], me.json()["scopes"]) == (200, person.ref, ["read"])
    refused = Client().put("/api/v1/me", {"name": "x", "language": "it"}, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.json()["scope"]) == (403, "account")
    told = claims(given)
    assert (told["sub"], told["iss"]) == (person.ref, settings.SITE_URL)
    about = Client().get("/identity/o/api/userinfo", headers=headers).json()
    assert (about["sub"], about["name"], about["preferred_username"]) == (person.ref, person.name, person.handle)
    assert "email" not in about


def test_a_code_is_good_once_and_only_for_who_asked(client, program):
    client.force_login(a_person())
    _page, answer = let_in(client, program, ["read"])
    code = parse_qs(urlsplit(answer["Location"]).query)["code"][0]
    said = {"grant_type": "authorization_code", "code": code, "client_id": program, "redirect_uri": BACK}
    assert "access_token" not in Client().post("/identity/o/api/token", said | {"code_verifier": "w" * 64}).json()
    assert "access_token" not in client.post("/identity/o/api/token", said | {"client_id": "other", "code_verifier": VERIFIER}).json()


def test_no_is_told_to_the_program(client, program):
    client.force_login(a_person())
    form = client.get(asked(program)).context["form"]
    answer = client.post("/identity/o/authorize", {"request": form["request"].value(), "action": "cancel"})
    assert "error=access_denied" in answer["Location"]


def test_nobody_is_sent_to_an_address_that_was_not_made_known(client, program):
    client.force_login(a_person())
    answer = client.get(asked(program, redirect_uri="https://ladro.example/"))
    assert "Location" not in answer
    assert "ladro" not in answer.headers.get("Content-Security-Policy", "")


def test_a_closed_account_lets_nobody_in(client, program):
    person = a_person()
    client.force_login(person)
    given = token(program, let_in(client, program, ["read"])[1])
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {given['access_token']}"}).status_code == 401


def test_what_other_programs_need_to_know_is_told(client):
    told = client.get("/.well-known/openid-configuration").json()
    assert told["issuer"] == settings.SITE_URL
    assert "pledge" in told["scopes_supported"]
    assert "device" not in str(told)
    assert client.get("/.well-known/jwks.json").json()["keys"][0]["kty"] == "RSA"


def test_no_device_is_let_in_by_a_code(client, program):
    client.force_login(a_person())
    for address in ("/identity/o/device", "/identity/o/device?code=ABCD", "/identity/o/api/device/code"):
        assert [client.get(address).status_code, client.post(address, {"client_id": program}).status_code] == [404, 404]


def test_a_name_that_is_too_long_is_refused():
    with pytest.raises(CommandError):
        call_command("oauth_client", "x" * 200, redirect=[BACK])

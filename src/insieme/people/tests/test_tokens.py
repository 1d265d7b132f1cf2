# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens for programs: made and shown once, judged, known again, revoked, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token as Granted
from django.conf import settings
from django.urls import reverse

from insieme.foundation import clock
from insieme.foundation.errors import Invalid, NotVisible
from insieme.people.access import SignInFirst
from insieme.people.actions import tokens
from insieme.people.models import Token
from insieme.people.queries.tokens import token_of, tokens_of
from insieme.people.tests.makers import PASSWORD, a_person, as_actor, signed_in

pytestmark = pytest.mark.django_db
NOW = clock.now()


def made(person, **changes):
    return tokens.make_token(by=as_actor(person), now=NOW, **({"name": "conti", "scopes": ["read"], "days": 30} | changes))


def test_the_secret_is_kept_nowhere():
    token, secret = made(a_person())
    assert secret not in str(Token.objects.filter(pk=token.pk).values().get())
    assert secret.startswith(token.begins)
    assert len(secret) - len(token.begins) > 36


def test_the_secret_waits_unreadable_for_the_page_that_shows_it_once(client):
    signed_in(client, a_person())
    client.post("/password/again/", {"password": PASSWORD})
    client.post("/settings/tokens/", {"name": "conti", "scopes": ["read"], "days": "30"})
    _name, waiting = client.session["token_just_made"]
    secret = client.get("/settings/tokens/").context["secret"]
    assert token_of(secret, now=clock.now()) is not None
    assert secret not in waiting
    assert client.get("/settings/tokens/").context["secret"] == ""


def test_a_token_is_known_by_its_secret_until_it_ends():
    token, secret = made(a_person(), days=30)
    assert token_of(secret, now=NOW + timedelta(days=29)) == token
    assert token_of(secret, now=NOW + timedelta(days=30)) is None
    assert token_of(secret + "x", now=NOW) is None


def test_what_is_wrong_with_a_token_stands_at_its_field():
    with pytest.raises(Invalid) as refused:
        made(a_person(), name=" ", scopes=["everything"], days=1000)
    assert set(refused.value.fields) == {"name", "scopes", "days"}


def test_nobody_needs_so_many(monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 1)
    person = a_person()
    made(person)
    with pytest.raises(tokens.TooManyTokens):
        made(person)
    tokens.revoke_token(tokens_of(as_actor(person))[0].ref, by=as_actor(person), now=NOW)
    assert made(person)


def test_only_ones_own_tokens_are_revoked():
    token, secret = made(a_person())
    with pytest.raises(NotVisible):
        tokens.revoke_token(token.ref, by=as_actor(a_person()), now=NOW)
    assert token_of(secret, now=NOW) == token


def test_strangers_have_no_tokens():
    with pytest.raises(SignInFirst):
        tokens.make_token(by=as_actor(a_person()).stranger(), name="x", scopes=["read"], days=30, now=NOW)


def test_what_ended_long_ago_is_forgotten():
    made(a_person(), days=30)
    assert tokens.forget_tokens(now=NOW + timedelta(days=119)) == 0
    assert tokens.forget_tokens(now=NOW + timedelta(days=120)) == 1


def shown_again(client, person):
    """Sign in, and show once more that it is they."""
    signed_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_who_holds_a_session_alone_makes_no_token(client):
    signed_in(client, a_person())
    answer = client.post(reverse("people:tokens"), {"name": "conti", "scopes": ["read"], "days": "90"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()


def test_a_new_password_ends_all_tokens_and_what_programs_were_let_in_to_do(client):
    person, other = a_person(), a_person()
    (_token, secret), (_other, others) = made(person), made(other)
    for each in (person, other):
        Granted.objects.create(type=Granted.Type.REFRESH_TOKEN, hash=each.ref, user=each)
    signed_in(client, person)
    new = {"oldpassword": PASSWORD, "password1": "una-frase-nuova-di-ada", "password2": "una-frase-nuova-di-ada"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert token_of(secret, now=NOW) is None
    assert token_of(others, now=NOW) is not None
    assert [each.user for each in Granted.objects.all()] == [other]


def test_the_page_shows_the_secret_once(client):
    person = a_person()
    shown_again(client, person)
    sent = client.post(reverse("people:tokens"), {"name": "conti", "scopes": ["read", "pledge"], "days": "90"})
    assert sent["Location"] == reverse("people:tokens")
    answer = client.get(sent["Location"])
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(reverse("people:tokens")).content.decode()
    assert token_of(secret, now=clock.now()).scopes == ["pledge", "read"]


def test_who_shows_once_more_that_it_is_they_comes_back_to_the_page_of_the_tokens(client):
    signed_in(client, a_person())
    again = client.post(reverse("people:tokens"), {"name": "conti", "scopes": ["read"], "days": "90"})
    done = client.post(again["Location"], {"password": PASSWORD}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("people:tokens")
    assert done.context["secret"] in done.content.decode()
    assert [each.name for each in Token.objects.all()] == ["conti"]


def test_what_needs_mending_is_sent_to_the_page_of_the_tokens_wherever_it_is_shown(client):
    signed_in(client, a_person())
    again = client.post(reverse("people:tokens"), {"name": "conti", "days": "90"})
    shown = client.post(again["Location"], {"password": PASSWORD}, follow=True)
    assert f'method="post" action="{reverse("people:tokens")}"' in shown.content.decode()


def test_how_long_a_token_lives_stands_in_the_language_of_the_page(client):
    signed_in(client, a_person())
    for language, words in (("en", "30 days"), ("it", "30 giorni")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert words in client.get(reverse("people:tokens")).content.decode()


def test_the_page_says_what_needs_mending_and_keeps_what_was_typed(client):
    shown_again(client, a_person())
    answer = client.post(reverse("people:tokens"), {"name": "conti", "days": "90"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["scopes"]
    assert 'value="conti"' in answer.content.decode()


def test_a_token_is_revoked_by_its_button(client):
    person = a_person()
    token, secret = made(person)
    signed_in(client, person)
    assert client.post(reverse("people:token", args=[token.ref])).status_code == 302
    assert token_of(secret, now=NOW) is None
    assert client.get(reverse("people:token", args=[token.ref])).status_code == 405


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    assert client.get(reverse("people:tokens")).status_code == 302

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The other language is the same page; what was typed into the form that it answers comes along, and nothing is sent by changing it."""

import html
import re

import pytest

from insieme.people.queries import organisation_page
from insieme.people.tests.makers import PASSWORD, a_person

pytestmark = pytest.mark.django_db
TYPED = {"name": "", "about": "Pane & vino\r\n<ogni giorno>", "kind": "company", "vat": "12"}


def held(page, form):
    """The hidden fields of a form in the page, as pairs."""
    part = re.search(rf"<form[^>]*{form}.*?</form>", page, re.DOTALL)[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', part)
    return {html.unescape(name): html.unescape(value) for name, value in fields}


def in_english(client, answer):
    """What the language button on this page leads to."""
    return client.post("/language/", held(answer.content.decode(), 'action="/language/"') | {"language": "en"})


def test_a_page_that_answers_no_form_is_just_shown_in_the_other_language(client):
    answer = in_english(client, client.get("/calls/?show=open"))
    assert (answer.status_code, answer.url) == (302, "/calls/?show=open")
    assert '<html lang="en">' in client.get(answer.url).content.decode()


def test_what_was_typed_into_a_refused_form_comes_along_and_is_sent_by_its_own_button_alone(client):
    client.force_login(a_person())
    kept = in_english(client, client.post("/organisations/new/", TYPED))
    assert (kept.status_code, kept.headers["Content-Language"]) == (200, "en")
    assert '<html lang="en">' in kept.content.decode()
    form = held(kept.content.decode(), 'action="/organisations/new/"')
    assert {name: form[name] for name in TYPED} == TYPED
    again = client.post("/organisations/new/", form)
    assert again.status_code == 422
    assert '<html lang="en">' in again.content.decode()
    assert again.context["form"]["about"].value() == TYPED["about"]
    back = held(kept.content.decode(), 'action="/language/"')
    assert back["next"] == "/organisations/new/"
    assert {name: back[f"typed-{name}"] for name in TYPED} == TYPED
    assert not organisation_page().organisations


def test_a_field_called_language_does_not_choose_it(client):
    client.force_login(a_person())
    kept = in_english(client, client.post("/settings/", {"name": "Ada", "handle": "!", "language": "it"}))
    assert held(kept.content.decode(), 'action="/settings/"')["language"] == "it"
    assert client.cookies["language"].value == "en"


def test_a_password_does_not_come_along(client):
    answer = client.post("/sign-up/", {"name": "Ada", "email": "ada", "password1": PASSWORD})
    kept = in_english(client, answer)
    assert PASSWORD not in answer.content.decode() + kept.content.decode()
    assert held(kept.content.decode(), 'action="/sign-up/"')["email"] == "ada"


def test_nothing_is_sent_elsewhere_and_no_language_is_spoken_that_we_lack(client):
    sent = {"next": "https://elsewhere.example/", "typed-name": "Ada"}
    assert 'action="/"' in client.post("/language/", sent | {"language": "en"}).content.decode()
    assert client.post("/language/", sent | {"language": "xx"}).status_code == 302

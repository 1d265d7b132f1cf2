# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form that comes too late is kept, for its writer alone."""

import re

import pytest
from django.test import Client

from insieme.front import kept
from insieme.people.tests.makers import PASSWORD, a_person
from insieme.voices.tests.makers import a_thread

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
TYPED = {"name": "Bottega <Uno>", "about": "Pane & vino"}


def test_what_a_signed_out_person_sends_is_kept():
    answer = Client().post("/organisations/new/", TYPED, headers=OURS)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert 'name="name" value="Bottega &lt;Uno&gt;"' in page
    assert 'name="about" value="Pane &amp; vino"' in page
    assert 'action="/organisations/new/"' in page
    assert 'href="/sign-in/"' in page


def test_what_somebody_says_who_was_signed_out_meanwhile_is_kept():
    thread = a_thread()
    answer = Client().post(f"/threads/{thread.ref}/", {"kind": "question", "text": "Da dove viene?"}, headers=OURS)
    assert answer.status_code == 403
    assert 'value="Da dove viene?"' in answer.content.decode()
    assert Client().post(f"/threads/{thread.ref}/", {"text": "x"})["Location"] == f"/sign-in/?next=/threads/{thread.ref}/"


def test_what_an_old_page_sends_is_kept_with_a_fresh_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_person())
    answer = client.post("/organisations/new/", TYPED | {"csrfmiddlewaretoken": "old", "kind": ["a", "b"]}, headers=OURS)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert 'value="Bottega &lt;Uno&gt;"' in page
    assert page.count('name="kind"') == 2
    assert 'value="old"' not in page
    token = answer.context["csrf_token"]
    again = client.post("/organisations/new/", {"name": "Bottega Uno", "kind": "company", "csrfmiddlewaretoken": str(token)}, headers=OURS)
    assert again.status_code == 302


def _kept_form(client, address="/organisations/new/"):
    """What the kept page sends when its button is pressed."""
    answer = client.post(address, {"name": "Bottega Uno", "kind": "company", "csrfmiddlewaretoken": _token(client)}, headers=OURS)
    assert answer.status_code == 403
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode().partition("<main")[2]))


def _token(client):
    return str(client.get("/sign-in/").context["csrf_token"])


def _signed_in(client, person):
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": _token(client)}, headers=OURS)
    assert "_auth_user_id" in client.session


def test_who_signs_in_in_another_window_sends_the_kept_form_once():
    client = Client(enforce_csrf_checks=True)
    form = _kept_form(client)
    _signed_in(client, a_person())
    assert client.post("/organisations/new/", form, headers=OURS).status_code == 302


def test_a_ticket_holds_in_its_browser_at_its_address_from_our_pages_and_not_for_ever(monkeypatch):
    ours, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    form, _others = _kept_form(ours), _kept_form(other)
    person = a_person()
    for client in (ours, other):
        _signed_in(client, person)
    assert other.post("/organisations/new/", form, headers=OURS).status_code == 403
    assert ours.post("/settings/", form, headers=OURS).status_code == 403
    assert ours.post("/organisations/new/", form, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert ours.post("/organisations/new/", form | {"kept": form["kept"][:-1]}, headers=OURS).status_code == 403
    monkeypatch.setattr(kept, "TICKET_AGE", -1)
    assert ours.post("/organisations/new/", form, headers=OURS).status_code == 403


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_nothing_is_kept_of_what_another_site_sends(origin):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/organisations/new/", TYPED, headers=origin)
    assert answer.status_code == 403
    assert "Bottega" not in answer.content.decode()


def test_a_password_is_never_written_into_a_page():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"login": "ada@example.it", "password": PASSWORD}, headers=OURS)
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()


def test_a_visit_is_simply_asked_to_sign_in():
    assert Client().get("/organisations/new/").status_code == 302

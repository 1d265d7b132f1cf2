# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form that comes too late is kept, for its writer alone."""

import pytest
from django.test import Client

from insieme.people.tests.makers import PASSWORD, a_person

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

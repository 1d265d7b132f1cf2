# SPDX-License-Identifier: AGPL-3.0-or-later
"""A refusal is shown in the shape that was asked for, in kind words, with a way on."""

import json
from html import escape

import pytest
from django.contrib.auth import get_user_model
from django.db import DataError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from insieme.foundation.errors import Busy, Denied, Invalid, NotVisible, WrongState
from insieme.front import errors
from insieme.front.legible import NoNullBytes
from insieme.people.tests.makers import a_person

REFUSALS = [(NotVisible(), 404), (Denied(), 403), (WrongState(), 409), (Invalid({"kilos": "Whole numbers only."}), 422), (Busy(), 503)]


@pytest.fixture
def shown(rf: RequestFactory):
    """Show a refusal as the middleware does to a request with these headers."""

    def show(refusal: Exception, **headers: str) -> HttpResponse | None:
        middleware = errors.Refusals(lambda _request: HttpResponse())
        return middleware.process_exception(rf.get("/", headers=headers), refusal)

    return show


@pytest.mark.parametrize(("refusal", "status"), REFUSALS, ids=lambda part: type(part).__name__)
def test_a_page_with_its_sentence_and_a_way_on(shown, refusal, status):
    response = shown(refusal, accept="text/html,*/*;q=0.8")
    page = response.content.decode()
    assert response.status_code == status
    assert escape(str(refusal)) in page
    assert 'href="/calls/"' in page
    assert "<html" in page


@pytest.mark.parametrize(("refusal", "status"), REFUSALS, ids=lambda part: type(part).__name__)
def test_a_fragment_for_a_live_page(shown, refusal, status):
    response = shown(refusal, accept="text/html", hx_request="true")
    assert response.status_code == status
    assert escape(str(refusal)) in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(("refusal", "status"), REFUSALS, ids=lambda part: type(part).__name__)
def test_a_problem_for_a_program(shown, refusal, status):
    response = shown(refusal, accept="application/json")
    said = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status_code, said["status"], said["code"], said["detail"]) == (status, status, refusal.code, str(refusal))
    assert said.get("fields") == getattr(refusal, "fields", None)


def test_a_null_byte_that_only_the_database_refused_is_not_our_fault(rf):
    middleware = NoNullBytes(lambda _request: HttpResponse())
    assert middleware.process_exception(rf.post("/", {"ref": "a\x00"}), DataError()).status_code == 400
    assert middleware.process_exception(rf.post("/", {"ref": "a"}), DataError()) is None
    assert middleware.process_exception(rf.post("/", {"ref": "a\x00"}), ValueError()) is None


def test_who_is_too_early_is_told_when_to_come_back(shown):
    assert shown(Busy()).headers["Retry-After"] == "5"


def test_other_faults_are_left_alone(shown):
    assert shown(ValueError()) is None


@pytest.mark.django_db
def test_a_door_that_is_looked_at_says_where_its_button_is(client):
    client.force_login(a_person())
    answer = client.get("/notices/seen/", headers={"accept": "text/html", "accept-language": "en"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "go back to the page with the button" in answer.content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_our_own_fault_needs_no_database(rf, accept):
    # Without the mark for the database, asking it for session or user is a failure.
    request = rf.get("/", headers={"accept": accept})
    request.user = SimpleLazyObject(get_user_model().objects.get)
    response = errors.server_error(request)
    assert response.status_code == 500
    assert b"500" in response.content


@pytest.mark.django_db
def test_an_address_that_leads_nowhere(client):
    response = client.get("/no/such/thing/", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/language/", {"language": "en"}).status_code == 403

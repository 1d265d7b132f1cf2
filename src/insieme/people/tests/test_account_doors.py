# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of one's own account: who may look, what asks who it is once more, what a button does."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from insieme.people.models import Closing, Export
from insieme.people.tests.makers import PASSWORD, a_person, an_organisation

pytestmark = pytest.mark.django_db
PAGES = ("about/", "devices/", "data/", "data/export/", "data/close/", "consents/", "security/")


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ada():
    return a_person("Ada", language="en")


@pytest.fixture
def browser(ada):
    """Ada's, who has just shown her password once more."""
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    client.post("/password/again/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("page", PAGES)
def test_they_are_for_whoever_is_signed_in_and_lead_to_each_other(page, browser):
    assert Client().get(f"/settings/{page}")["Location"].startswith("/sign-in/")
    answer = browser.get(f"/settings/{page}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count('aria-current="page"') == 1
    assert all(f'href="/settings/{other}"' in text for other in ("about/", "devices/", "data/", "consents/", "security/"))


def test_asking_for_ones_data_asks_who_it_is(ada):
    client = Client()
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    asked = client.post("/settings/data/export/")
    assert asked["Location"].startswith("/password/again/")
    assert not Export.objects.exists()
    # The form that was sent is not lost: once the password is shown, it is done.
    client.post(asked["Location"], {"password": PASSWORD})
    assert Export.objects.filter(person=ada).exists()


def test_how_far_it_is_is_fetched_as_a_piece_of_the_page(browser):
    browser.post("/settings/data/export/")
    piece = browser.get("/settings/data/export/", headers={"HX-Request": "true"}).content.decode()
    assert piece.startswith('<div id="export" hx-get')
    assert "<html" not in piece


def test_whoever_asks_too_often_waits(browser):
    answers = [browser.post("/settings/data/export/").status_code for _ in range(6)]
    assert answers == [302] * 5 + [503]


def test_leaving_takes_a_tick_and_sends_a_letter_and_can_be_undone(ada, browser):
    assert browser.post("/settings/data/close/").status_code == 200
    assert not Closing.objects.exists()
    assert browser.post("/settings/data/close/", {"sure": "on"}).status_code == 302
    assert Closing.objects.filter(person=ada).exists()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([ada.email], "Your account is to be closed")
    assert "/settings/data/close/" in mail.outbox[-1].body
    again = Client()
    told = again.post("/sign-in/", {"login": ada.email, "password": PASSWORD}, follow=True, headers={"accept-language": "en"})
    assert "Your account is to be closed" in told.content.decode()
    browser.post("/settings/data/close/keep/")
    assert not Closing.objects.exists()


def test_the_only_owner_reads_where_to_hand_over(ada, browser):
    an_organisation("Lauri", owner=ada)
    page = browser.get("/settings/data/close/").content.decode()
    assert "/organisations/lauri/staff/" in page
    assert browser.post("/settings/data/close/", {"sure": "on"}).status_code == 422
    assert not Closing.objects.exists()

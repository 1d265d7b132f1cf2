# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where somebody is signed in: named by kind and day, ended one by one or all at once, by a new password too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.people.models import Session
from insieme.people.rules import device_of
from insieme.people.tasks import forget_due
from insieme.people.tests.makers import PASSWORD, a_person, signed_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"


def enter(person, agent=FIREFOX):
    client = Client(headers={"user-agent": agent, "accept-language": "en"})
    assert client.post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox, Linux"), (EDGE, "Edge, Windows"), (IPHONE, "Safari, iPhone"), ("curl/8", ""), ("", ""), ("Linux", "Linux")],
)
def test_a_device_is_called_by_browser_and_system(agent, words):
    assert device_of(agent) == words


def test_the_page_names_each_device_and_never_a_key():
    person = a_person()
    here, there = enter(person), enter(person, IPHONE)
    page = here.get("/settings/devices/").content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert not any(client.session.session_key in page for client in (here, there))


def test_one_is_ended_and_the_other_stays():
    person = a_person()
    here, there, third = enter(person), enter(person, IPHONE), enter(person, EDGE)
    ref = Session.objects.get(device="Safari, iPhone").ref
    here.post("/settings/devices/", {"end": ref})
    here.post("/settings/devices/", {"end": ref})
    assert [client.get("/settings/").status_code for client in (here, there, third)] == [200, 302, 200]


def test_all_others_are_ended_at_once_and_nobody_elses():
    person, other = a_person(), a_person()
    here, there, stranger = enter(person), enter(person), enter(other)
    stranger.post("/settings/devices/", {"end": Session.objects.filter(person=person).first().ref})
    here.post("/settings/devices/", {"everywhere": "1"})
    assert [client.get("/settings/").status_code for client in (here, there, stranger)] == [200, 302, 200]


def test_a_new_password_ends_the_others():
    person = a_person()
    here, there = enter(person), enter(person)
    here.post("/settings/password/", {"oldpassword": PASSWORD, "password1": "otto-soli-gialli"})
    assert [client.get("/settings/").status_code for client in (here, there)] == [200, 302]
    assert Session.objects.filter(person=person).count() == 1


def test_the_day_is_noted_once_a_day(client):
    signed_in(client, a_person())
    client.get("/settings/devices/")
    Session.objects.update(seen_on=clock.now().date() - timedelta(days=3))
    with CaptureQueriesContext(connection) as first:
        client.get("/settings/devices/")
    with CaptureQueriesContext(connection) as second:
        client.get("/settings/devices/")
    assert Session.objects.get().seen_on == clock.now().date()
    assert len(first) == len(second) + 1


def test_what_is_over_is_forgotten(client):
    signed_in(client, a_person())
    Session.objects.update(expire_date=clock.now())
    forget_due(clock.now())
    assert not Session.objects.exists()

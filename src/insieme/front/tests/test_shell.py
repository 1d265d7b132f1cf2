# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around every page: language, manifest, offline page, account."""

import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.urls import reverse

from insieme.people.rules import settings_pages


@pytest.fixture
def ada(client, db):
    """Somebody signed in."""
    person = get_user_model().objects.create_user("ada@example.org", "not so secret", name="Ada <b>Ferri</b>", handle="ada")
    client.force_login(person)
    return person


@pytest.mark.django_db
def test_the_language_is_chosen_once_and_kept(client):
    assert '<html lang="it">' in client.get("/look/").content.decode()
    response = client.post("/language/", {"language": "en", "next": "/look/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/look/")
    assert '<html lang="en">' in client.get("/look/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "spoken"), [("", "it"), ("en-GB,en;q=0.8", "en"), ("it-IT,en;q=0.9", "it"), ("de-AT,en;q=0.5", "en"), ("de,fr;q=0.5", "it")]
)
def test_without_a_choice_the_browser_is_heard_and_italian_spoken_where_it_asks_for_neither(client, asked, spoken):
    assert f'<html lang="{spoken}">' in client.get("/look/", headers={"accept-language": asked}).content.decode()


@pytest.mark.django_db
def test_a_choice_counts_more_than_the_browser(client):
    client.post("/language/", {"language": "it", "next": "/look/"})
    assert '<html lang="it">' in client.get("/look/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.django_db
def test_a_language_choice_never_leads_out_of_the_house(client):
    assert client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_the_manifest_names_icons_that_exist(client):
    said = json.loads(client.get("/manifest.webmanifest").content)
    assert said["start_url"] == "/"
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_the_offline_page_holds_nobody(client, ada):
    page = client.get("/offline/").content.decode()
    assert "Ferri" not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_worker_keeps_only_what_is_everybodys(client):
    response = client.get("/offline.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    kept = re.search(r"const WITH = \[PAGE, (.*)\];", response.content.decode())[1]
    assert [address.strip('"').startswith("/static/") for address in kept.split(", ")] == [True] * 3
    assert b"cache.put" not in response.content


def test_robots_are_told_where_there_is_nothing_for_them(client):
    assert b"Disallow: /settings/" in client.get("/robots.txt").content


def test_keepers_of_passwords_are_led_to_where_one_is_changed(client):
    assert client.get("/.well-known/change-password")["Location"] == reverse("account_change_password")


def test_whoever_finds_a_hole_is_told_whom_to_tell(client, settings):
    address = "/.well-known/security.txt"
    for contact, told in [
        ("info@insieme.example", "mailto:info@insieme.example"),
        ("https://rete.example/noi", "https://rete.example/noi"),
    ]:
        settings.CONTACT = contact
        answer = client.get(address)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
        assert lines["Contact"] == told
        assert lines["Canonical"] == settings.SITE_URL + address
        left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
        assert timedelta(days=30) < left < timedelta(days=365)
    for contact in ("", "in piazza"):
        settings.CONTACT = contact
        assert client.get(address).status_code == 404


def test_the_icon_is_found_without_reading_a_page(client):
    led = client.get("/favicon.ico")["Location"]
    assert finders.find(led.removeprefix("/static/"))


def test_who_is_signed_in_finds_the_account(client, ada):
    page = client.get("/look/").content.decode()
    assert "Ada &lt;b&gt;Ferri&lt;/b&gt;" in page
    assert 'href="/people/ada/"' in page
    assert 'href="/pledges/"' in page
    assert 'href="/sign-in/"' not in page


@pytest.mark.django_db
def test_a_stranger_finds_the_way_in(client):
    page = client.get("/look/").content.decode()
    assert 'href="/sign-in/"' in page
    assert 'href="/pledges/"' not in page


@pytest.mark.parametrize(("name", "below"), [*((name, name) for name in settings_pages()), ("hooks:new", "hooks:hooks")])
def test_every_page_of_settings_shows_the_way_to_the_others(client, ada, name, below):
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    page = client.get(reverse(name)).content.decode()
    menu = re.search(r'<nav class="tabs" aria-label="Impostazioni">.*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', menu) == [reverse(other) for other in settings_pages()]
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == [reverse(below)]

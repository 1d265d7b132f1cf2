# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds and calendars of calls: read back by what reads them, told once, and not sent twice."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from icalendar import Calendar

from insieme.offers.tests.makers import CHOOSING, CLOSES, a_call, a_draft
from insieme.people.queries import place_by_code

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def test_the_feed_tells_of_every_call_that_goes_on(client):
    a_draft()
    call = a_call(title="Caffè & biscotti")
    answer = client.get("/calls.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = entries(answer)
    assert entry.findtext(f"{ATOM}title") == "Caffè & biscotti"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/calls/{call.slug}/")
    assert entry.findtext(f"{ATOM}updated") == call.published_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def test_the_calendar_says_when_people_choose(client):
    call = a_call()
    answer = client.get("/calls.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (CHOOSING, CLOSES)
    assert call.title in event["SUMMARY"]
    assert event["URL"].endswith(f"/calls/{call.slug}/")


def test_one_call_goes_into_a_calendar_once_it_is_published(client):
    call, other, draft = a_call(title="Caffè"), a_call(title="Pane"), a_draft()[0]
    page = client.get(f"/calls/{call.slug}/", headers={"accept-language": "en"}).content.decode()
    assert f'<a href="/calls/{call.slug}/calendar.ics" type="text/calendar">In your calendar</a>' in page
    (event,) = Calendar.from_ical(client.get(f"/calls/{call.slug}/calendar.ics").content).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (CHOOSING, CLOSES)
    assert other.title not in event["SUMMARY"]
    assert client.get(f"/calls/{draft.slug}/calendar.ics").status_code == 404


def test_lists_of_calls_lead_to_their_feed_and_calendar(client):
    call = a_call()
    for page, base in (("/calls/", "/"), (f"/organisations/{call.promoter.slug}/",) * 2):
        shown = client.get(page).content.decode().partition("<main")[2]
        assert f'<a href="{base}calls.ics"' in shown
        assert f'<a href="{base}calls.atom"' in shown


@pytest.mark.parametrize("kind", ["atom", "ics"])
def test_only_those_of_a_place_and_of_an_organisation(client, kind):
    here = a_call(place=place_by_code("037006").pk, title="Qui a Bologna")
    a_call(title="Altrove")

    def said(path):
        return client.get(path).content.decode().replace("\r\n ", "")

    for path in (f"/calls.{kind}?place=037006", f"/organisations/{here.promoter.slug}/calls.{kind}"):
        assert "Qui a Bologna" in said(path)
        assert "Altrove" not in said(path)
    assert client.get(f"/calls.{kind}?place=nessuno").status_code == 404
    assert client.get(f"/organisations/nessuna/calls.{kind}").status_code == 404


@pytest.mark.parametrize("path", ["/calls.atom", "/calls.ics"])
def test_what_is_known_is_not_sent_again(client, path):
    a_call()
    first = client.get(path)
    assert first["Last-Modified"]
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    a_call()
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/calls.atom", "/calls.ics"])
def test_five_cost_as_many_queries_as_one(client, path, django_assert_num_queries):
    for _ in range(5):
        a_call(place=place_by_code("037006").pk)
    client.get(path)
    with django_assert_num_queries(3):
        client.get(path)


def test_pages_name_their_feeds(client):
    slug = a_call().promoter.slug
    for path, feed in (("/calls/", "/calls.atom"), (f"/organisations/{slug}/", f"/organisations/{slug}/calls.ics")):
        assert f'href="{feed}"' in client.get(path).content.decode()

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls for feed readers (Atom) and calendars (iCalendar): all that go on, those of a place, those of an organisation; each for itself."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, parse_http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from insieme.foundation.errors import NotVisible
from insieme.offers.models import Call
from insieme.offers.queries.feeds import announced, announced_call
from insieme.people.queries import organisation, place_by_code


class Told:
    """What is told: the calls, whose or from where they are, and when the last of it changed."""

    def __init__(self, request: HttpRequest, slug: str = "") -> None:
        """Read it. Refuses: `NotVisible` where there is no such organisation or place."""
        self.whose = organisation(slug) if slug else None
        code = request.GET.get("place", "")[:40]
        self.where = place_by_code(code) if code and not slug else None
        if code and not slug and self.where is None:
            raise NotVisible
        place, promoter = self.where, self.whose
        self.calls = announced(place_id=place.pk if place else None, promoter_id=promoter.pk if promoter else None)
        self.about = self.whose or self.where
        self.page = reverse("people:organisation", args=[slug]) if slug else reverse("offers:calls")

    @property
    def title(self) -> str:
        """What it is a list of."""
        return _("Calls: %(about)s") % {"about": self.about} if self.about else _("Calls of Insieme")


def changed(call: Call) -> datetime:
    """When something last happened to the call that its readers should hear."""
    return max(moment for moment in (call.published_at, call.cleared_at) if moment)


class CallFeed(Feed):
    """Calls as Atom (RFC 4287)."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str = "") -> Told:
        """Read what is asked for."""
        return Told(request, slug)

    def title(self, told: Told) -> str:
        """What it is a list of."""
        return told.title

    def link(self, told: Told) -> str:
        """The page that shows the same."""
        return told.page

    def subtitle(self, _told: Told) -> str:
        """What one finds there."""
        return _("What many buy together, and who does most for it.")

    def items(self, told: Told) -> list[Call]:
        """The calls."""
        return told.calls

    def item_title(self, item: Any) -> str:
        """By their titles."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """In one sentence."""
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        """Where the call stands."""
        return reverse("offers:call", args=[item.slug])

    def item_author_name(self, item: Any) -> str:
        """Who promotes it."""
        return str(item.company)

    def item_categories(self, item: Any) -> list[str]:
        """In words."""
        return [str(item.get_category_display())]

    def item_pubdate(self, item: Any) -> datetime | None:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        """When it last changed."""
        return changed(item)


_feed = CallFeed()


@require_safe
def atom(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The calls as Atom."""
    return _kept(request, _feed(request, slug=slug))


@require_safe
def calendar(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The days on which people choose, as iCalendar (RFC 5545)."""
    told = Told(request, slug)
    return _kept(request, _calendar(told.title, told.calls))


@require_safe
def call_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The days on which people choose in one call. Refuses: `NotVisible` what is not published."""
    found = announced_call(slug)
    if found is None:
        raise NotVisible
    return _kept(request, _calendar(found.title, [found]))


def _calendar(title: str, calls: list[Call]) -> HttpResponse:
    made = Calendar()
    made.add("prodid", "-//Insieme//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    for call in calls:
        made.add_component(_event(call))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    if calls:
        response.headers["Last-Modified"] = http_date(max(map(changed, calls)).timestamp())
    return response


def _event(call: Any) -> Event:
    event = Event()
    event.add("uid", f"{call.slug}@{settings.SITE_HOST}")
    event.add("dtstamp", changed(call))
    event.add("summary", _("People choose: %(title)s") % {"title": call.title})
    event.add("description", call.summary)
    event.add("dtstart", call.choosing_at)
    event.add("dtend", call.closes_at)
    event.add("url", settings.SITE_URL + reverse("offers:call", args=[call.slug]))
    if call.place:
        event.add("location", str(call.place))
    if call.cancelled_because:
        event.add("status", "CANCELLED")
    return event


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Not sent again to who has it; to be read from anywhere, and asked for anew after a quarter of an hour."""
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response.headers["Cache-Control"] = "public, max-age=900"
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Language"])
    last = response.headers.get("Last-Modified")
    changed_at = parse_http_date(last) if last else None
    answer = get_conditional_response(request, response.headers["ETag"], changed_at, response)
    return answer or response

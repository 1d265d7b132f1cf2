# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: what waits for the reader, what is open now, what was decided, what the record says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.offers.queries import lately, unsigned
from insieme.people.access import actor_of
from insieme.record.queries import feed, sentence_of

LINES = 6
WAITING = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Calls in which people choose, calls open for offers, the last ones decided, the last lines of the record. Seven queries.

    Who is signed in sees first what waits for them: at most ten queries in all.
    """
    lines = [
        {"position": entry.position, "at": entry.at, "words": sentence_of(entry), "href": reverse("record:entry", args=[entry.position])}
        for entry in feed(limit=LINES)
    ]
    position = lines[0]["position"] if lines else None
    context = {
        "drafts": unsigned(actor_of(request), now=clock.now(), limit=WAITING),
        "calls": lately(),
        "lines": lines,
        "record_position": position,
    }
    return render(request, "front/home.html", context)

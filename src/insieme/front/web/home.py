# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: what is open now, what was decided, what the record says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.look.blocks import kept
from insieme.offers.queries import lately
from insieme.offers.web import blocks
from insieme.record.queries import feed, latest_position, sentence_of

LINES = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Calls in which people choose, calls open for offers, the last ones decided, the last lines of the record.

    Five queries; eight where something has changed.
    """
    now = clock.now()
    position = latest_position()
    context = {
        "lists": blocks.lists(lately(), now),
        "lines": kept("record", (position, now.replace(second=0, microsecond=0)), _lines),
        "record_position": position if position >= 0 else None,
    }
    return render(request, "front/home.html", context)


def _lines() -> str:
    """The newest lines of the record. What stands at a position never changes, how long ago it was does with every minute."""
    lines = [
        {"position": entry.position, "at": entry.at, "words": sentence_of(entry), "href": reverse("record:entry", args=[entry.position])}
        for entry in feed(limit=LINES)
    ]
    return render_to_string("front/parts/record_lines.html", {"lines": lines}) if lines else ""

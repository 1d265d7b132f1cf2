# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: what waits for the reader, what is open now, what was decided, what the record says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.look.blocks import kept
from insieme.offers.queries import lately, unsigned, waiting_for
from insieme.offers.queries.failures import agreements_waiting, takeovers_waiting
from insieme.offers.queries.hearings import hearings_waiting
from insieme.offers.web import blocks, notes
from insieme.people.access import actor_of, organisations_of
from insieme.people.queries import guidelines_to_accept, invitations_to
from insieme.record.queries import feed, latest_position, sentence_of

LINES = 6
WAITING = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Calls in which people choose, calls open for offers, the last ones decided, the last lines of the record.

    Five queries; eight where something has changed. Who is signed in sees first what waits for them: ten more at most,
    and five where offers on their lists were revised.
    """
    now, actor = clock.now(), actor_of(request)
    mine, position = organisations_of(actor), latest_position()
    context = {
        "asked": notes.tell(waiting_for(actor, limit=WAITING)),
        "invitations": invitations_to(actor, now=now)[:WAITING],
        "drafts": unsigned(mine, now=now, limit=WAITING),
        "to_agree": agreements_waiting(actor, limit=WAITING),
        "to_take_over": takeovers_waiting(mine, limit=WAITING),
        "to_hear": hearings_waiting(actor, mine, limit=WAITING),
        "to_accept": guidelines_to_accept(actor, limit=WAITING),
        "lists": blocks.lists(lately(), now),
        "lines": kept("record", (position, now.replace(second=0, microsecond=0)), _lines),
        "record_position": position,
    }
    return render(request, "front/home.html", context)


def _lines() -> str:
    """The newest lines of the record. What stands at a position never changes, how long ago it was does with every minute."""
    lines = [
        {"position": entry.position, "at": entry.at, "words": sentence_of(entry), "href": reverse("record:entry", args=[entry.position])}
        for entry in feed(limit=LINES)
    ]
    return render_to_string("front/parts/record_lines.html", {"lines": lines}) if lines else ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation's page with what it does: the calls it promotes, the offers it made, those that wait for a signature."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.foundation import clock
from insieme.notices.queries import is_following
from insieme.offers.queries import activity
from insieme.people.access import actor_of
from insieme.people.web import organisations


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an organisation as the people room shows it, with its calls and offers, and the button to follow it."""

    def more(found: Any) -> dict[str, Any]:
        actor, topic = actor_of(request), f"organisation:{slug}"
        return {"does": activity(found.pk, actor, now=clock.now()), "topic": topic, "follows": is_following(actor, topic)}

    return organisations.organisation(request, slug, template="front/organisation.html", more=more)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's page with a way to hear of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.notices.queries import is_following
from insieme.people.access import actor_of
from insieme.people.web import persons


def person(request: HttpRequest, handle: str) -> HttpResponse:
    """The page of a person as the people room shows it, with the button to follow them."""

    def more(found: Any) -> dict[str, Any]:
        return {"topic": found.topic, "follows": is_following(actor_of(request), found.topic)}

    return persons.person(request, handle, template="front/person.html", more=more)

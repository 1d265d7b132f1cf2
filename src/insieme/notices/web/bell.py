# SPDX-License-Identifier: AGPL-3.0-or-later
"""That somebody who has notices to see is here, and where: what leads to the page that they have opened is seen.

Of who has nothing to see nothing is asked. Then no digest tells either of what they could see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from insieme.foundation import clock
from insieme.notices import actions
from insieme.people.access import actor_of

#: It is written down so often at most, and only while something is unseen: nothing else depends on it.
EVERY = timedelta(minutes=5)


class Bell:
    """Middleware: the bell in the header counts what is unseen; whoever is shown it was here, by whichever way they came."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note what has been seen by it, and now and then who asked."""
        began = clock.now()
        response = self._answer(request)
        # Only of a page that asked who is signed in: nobody is looked up for this. Who has just signed out is nobody any more.
        reader = request.user if hasattr(request, "_cached_user") else None
        if getattr(reader, "unseen", None):
            _note(request, reader, began if _is_opened(request, response) else None)
        return response


def _note(request: HttpRequest, reader: object, began: datetime | None) -> None:
    """What came in while the page was made does not stand on it: seen is what was told before it `began`."""
    actor = actor_of(request)
    seen = began and actions.see_at(request.get_full_path(), by=actor, now=began)
    if not seen and _is_due(reader):
        actions.be_here(by=actor, now=clock.now())


def _is_opened(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody has opened a page to which a notice may lead: no fragment that a page fetches by itself, and none of this room."""
    found = request.resolver_match
    is_page = request.method == "GET" and "HX-Request" not in request.headers and response.status_code < HTTPStatus.BAD_REQUEST
    return is_page and found is not None and found.app_name != "notices"


def _is_due(reader: object) -> bool:
    here_at = getattr(reader, "here_at", None)
    return here_at is None or here_at < clock.now() - EVERY

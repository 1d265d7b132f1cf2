# SPDX-License-Identifier: AGPL-3.0-or-later
"""That somebody who has notices to see is here: then no digest tells them of what they could see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from insieme.foundation import clock
from insieme.notices import actions
from insieme.people.access import actor_of

#: It is written down so often at most, and only while something is unseen: nothing else depends on it.
EVERY = timedelta(minutes=5)


class Bell:
    """Middleware: the bell in the header counts what is unseen; whoever is shown it was here."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note now and then who asked."""
        response = self._answer(request)
        # Only of a page that asked who is signed in: nobody is looked up for this. Who has just signed out is nobody any more.
        reader = request.user if hasattr(request, "_cached_user") else None
        if getattr(reader, "unseen", None) and _is_due(reader):
            actions.be_here(by=actor_of(request), now=clock.now())
        return response


def _is_due(reader: object) -> bool:
    here_at = getattr(reader, "here_at", None)
    return here_at is None or here_at < clock.now() - EVERY

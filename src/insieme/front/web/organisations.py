# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation's page with what it does: the calls it promotes, the offers it made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.offers.queries import calls_of, offers_by
from insieme.people.access import actor_of
from insieme.people.web import organisations


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an organisation as the people room shows it, with its calls and offers."""

    def more(found: Any) -> dict[str, Any]:
        return {"calls": calls_of(found.pk, actor_of(request)), "offers": offers_by(found.pk)}

    return organisations.organisation(request, slug, template="front/organisation.html", more=more)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a call came to, and the files with which anybody counts it again."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse
from django.urls import reverse

from insieme.foundation.api.rooms import Asked, Room
from insieme.offers import access, queries
from insieme.offers.queries.outcomes import FILES
from insieme.offers.schemas.outcomes import OutcomeTold
from insieme.people.queries.reach import Reach

room = Room("Outcomes")
PUBLIC = ("result", "reduced")


@room.find("/calls/{slug}/outcome", OutcomeTold)
def outcome(request: Asked, slug: str) -> Any:
    """Which offers go ahead, with the numbers that explain it. Once the call is cleared."""
    call = access.call(request.auth, slug)
    found = queries.outcome_of(call)
    found.reach = Reach.kept(found.reach)
    found.files = {name: reverse("api:outcome_file", args=[slug, name]) for name in PUBLIC}  # type: ignore[attr-defined]
    return found


@room.find("/calls/{slug}/outcome/{name}.json", dict[str, Any])
def outcome_file(request: Asked, slug: str, name: Literal[FILES]) -> Any:  # type: ignore[valid-type]
    """A file of the recount, exactly as it was published: reduced and result; full and full_result for auditors."""
    text = queries.file_of(request.auth, access.call(request.auth, slug), name)
    return HttpResponse(text.encode(), content_type="application/json")

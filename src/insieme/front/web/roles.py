# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one stands, with the offers that wait for one's signature."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers.queries import unsigned
from insieme.offers.queries.promoters import asks_to_promote
from insieme.people.access import organisations_of
from insieme.people.web import roles as people_roles

#: So many offers to sign are shown where one's organisations are.
WAITING = 20


def roles(request: HttpRequest) -> HttpResponse:
    """The reader's invitations and organisations as the people room shows them, with the offers to sign and the calls to promote."""
    return people_roles.roles(request, template="front/roles.html", more=_drafts)


def _drafts(actor: Actor) -> dict[str, Any]:
    drafts, asks = unsigned(organisations_of(actor), now=clock.now(), limit=WAITING), asks_to_promote(actor)
    return {"others": [*asks, *drafts], "drafts": drafts, "asks": asks}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one stands, with what waits for one there: offers to sign, calls to publish or to promote, organisations that ask to be heard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers.queries import unpublished, unsigned
from insieme.offers.queries.hearings import hearings_waiting
from insieme.offers.queries.promoters import asks_to_promote
from insieme.people.access import organisations_of
from insieme.people.web import roles as people_roles

#: So many offers to sign are shown where one's organisations are.
WAITING = 20


def roles(request: HttpRequest) -> HttpResponse:
    """The invitations and organisations as the people room shows them, with what waits for the reader in them."""
    return people_roles.roles(request, template="front/roles.html", more=_drafts)


def _drafts(actor: Actor) -> dict[str, Any]:
    mine = organisations_of(actor)
    drafts, asks = unsigned(mine, now=clock.now(), limit=WAITING), asks_to_promote(actor)
    to_hear, drafted = hearings_waiting(actor, mine, limit=WAITING), unpublished(mine, limit=WAITING)
    return {"others": [*asks, *to_hear, *drafts, *drafted], "drafts": drafts, "drafted": drafted, "asks": asks, "to_hear": to_hear}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offers of a call side by side, line by line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insieme.offers import access, queries
from insieme.offers.models import Call, Outcome
from insieme.offers.queries.ratings import ratings_of
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.rules.wording import counted
from insieme.offers.web import cards, spreads
from insieme.people.access import actor_of

#: So many columns can still be read beside one another.
MOST = 4


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to four offers of a call, `?offer=` each; without any the first four."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    standing = queries.standing(call)
    asked = request.GET.getlist("offer")
    chosen = [offer for offer in standing if offer.ref in asked] or standing
    outcome = queries.outcome_in_short(call) if queries.is_settled(call) else None
    marks = ratings_of(call, chosen[:MOST])
    shown = [_column(offer, call, outcome) | {"spreads": spreads.shown(marks[offer.pk], call)} for offer in chosen[:MOST]]
    may_pledge = permits(call.phase, Verb.PLEDGE)
    mine = access.last_pledge(actor, call) if may_pledge else None
    context = {
        "call": call,
        "offers": shown,
        "all": [{"ref": offer.ref, "name": offer.company.name, "chosen": offer in chosen[:MOST]} for offer in standing],  # type: ignore[attr-defined]
        "too_many": len(chosen) > MOST,
        "most": MOST,
        "may_pledge": may_pledge,
        "mine": mine and not mine.withdrawn,
    }
    return render(request, "offers/compare.html", context)


def _column(offer: Any, call: Call, outcome: Outcome | None) -> dict[str, Any]:
    most = offer.capacity
    return cards.card(offer, call, outcome) | {
        "ref": offer.ref,
        "commitment": offer.commitment,
        "terms": offer.terms,
        "rows": cards.tier_rows(offer, call),
        "quorum": counted(offer.quorum, offer.quorum_unit, call.unit),
        "room": "" if most is None else counted(most, offer.quorum_unit, call.unit),
        "revision": offer.revision,
    }

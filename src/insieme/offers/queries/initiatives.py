# SPDX-License-Identifier: AGPL-3.0-or-later
"""Initiatives: those of a call, the page of one, and with whom somebody comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from insieme.foundation.actor import Actor
from insieme.offers import access
from insieme.offers.models import Call, Initiative, InitiativeState, Offer, Phase, Pledge
from insieme.offers.rules.initiatives import Figure, told
from insieme.people.access import is_operator, may_act_for, organisations_of

MOST = 24


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """An initiative with its call and `company`: what it declares, and beside it what was counted."""

    initiative: Initiative
    pledged: Figure
    offers_too: bool
    may_close: bool


def initiatives_of(call: Call, *, after: tuple[int, int] | None = None, limit: int = MOST) -> list[Initiative]:
    """The open initiatives of a call, the one that declares most people first, each with its `company`. One query.

    `after` is how many the last one of the page before declares, and its id.
    """
    found = _rows().filter(call_id=call.pk, state=InitiativeState.OPEN).order_by("-declared", "pk")
    if after is not None:
        declared, pk = after
        found = found.filter(Q(declared__lt=declared) | Q(declared=declared, pk__gt=pk))
    return _named(list(found[:limit]))


def initiative_page(actor: Actor, slug: str, ref: str) -> InitiativePage:
    """The page of an initiative. Seven queries at most. Refuses: what `access.initiative` refuses."""
    found = access.initiative(actor, slug, ref)
    _named([found])
    count = Pledge.objects.filter(initiative_id=found.pk).standing().count()
    return InitiativePage(
        initiative=found,
        pledged=told(count, decided=found.call.phase in {Phase.CLOSED, Phase.CLEARED}),
        offers_too=Offer.objects.standing().filter(call_id=found.call_id, organisation_id=found.organisation_id).exists(),
        may_close=found.state == InitiativeState.OPEN and (may_act_for(actor, found.organisation_id) or is_operator(actor)),
    )


def may_gather_for(actor: Actor, call: Call) -> list[Any]:
    """The organisations whose people the actor may bring to the call: none that does so already. Two queries."""
    taken = set(call.initiatives.values_list("organisation_id", flat=True))
    return [each for each in organisations_of(actor) if each.pk not in taken]


def coming_with(call: Call, ref: str) -> Initiative | None:
    """The open initiative of the call with this reference, and its `company`. One query; None where there is none."""
    found = _rows().filter(call_id=call.pk, ref=ref, state=InitiativeState.OPEN).first()
    return None if found is None else _named([found])[0]


def came_with(pledge: Pledge) -> Initiative | None:
    """The initiative through which a pledge came, and its `company`. One query; none where it came through none."""
    if pledge.initiative_id is None:
        return None
    return _named([_rows().get(pk=pledge.initiative_id)])[0]


def _rows() -> QuerySet[Initiative]:
    return Initiative.objects.select_related("organisation__place")


def _named(found: list[Initiative]) -> list[Initiative]:
    for each in found:
        each.company = each.organisation  # type: ignore[attr-defined]
    return found

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What organisations do in this room: the calls that one promotes, the offers that it made, the drafts that wait for a signature."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, Offer, OfferState, Phase
from insieme.offers.queries.calls import dress
from insieme.offers.queries.offers import offers_by
from insieme.people.access import organisations_of


@dataclass(frozen=True, slots=True)
class Activity:
    """An organisation's calls and offers, the newest first; `unsigned` are the drafts of offers that the reader may still sign."""

    calls: list[Call]
    offers: list[Offer]
    unsigned: list[Offer]


def activity(organisation_id: int, actor: Actor, *, now: datetime, limit: int = 20) -> Activity:
    """What an organisation does, drafts for its managers only. Seven queries at most."""
    mine = organisations_of(actor)
    manages = [each for each in mine if each.pk == organisation_id]
    calls = Call.objects.filter(promoter_id=organisation_id)
    listed = dress(list((calls if manages else calls.published()).order_by("-pk")[:limit]))
    return Activity(listed, offers_by(organisation_id, limit=limit), unsigned(mine, of=manages, now=now, limit=limit))


def unpublished(mine: Collection[Any], *, limit: int) -> list[Call]:
    """The calls that those who manage the organisations `mine` have drafted, the newest first. One query; none where there are none."""
    if not mine:
        return []
    drafts = Call.objects.filter(promoter_id__in=[each.pk for each in mine], phase=Phase.DRAFT)
    return list(drafts.select_related("promoter").order_by("-pk")[:limit])


def unsigned(mine: Collection[Any], *, now: datetime, limit: int, of: Collection[Any] | None = None) -> list[Offer]:
    """The drafts that whoever manages the organisations `mine` may still sign, the most urgent first, each with its call and `company`.

    Only those `of` some of them, where they are told. One query; none where there are none.
    """
    companies = mine if of is None else of
    if not companies:
        return []
    named = {company.pk: company for company in companies}
    drafts = Offer.objects.filter(state=OfferState.DRAFT, organisation_id__in=named, call__phase=Phase.OPEN, call__choosing_at__gt=now)
    # Nobody signs an offer to a call that they promote.
    theirs = drafts.exclude(call__promoter_id__in=[each.pk for each in mine])
    # Those of a call that they promote with others are few: they are dropped here.
    acts_for = {each.pk for each in mine}
    rows = theirs.select_related("call").order_by("call__choosing_at", "pk")[:limit]
    found = [offer for offer in rows if offer.call.promoters.isdisjoint(acts_for)]
    for offer in found:
        offer.company = named[offer.organisation_id]  # type: ignore[attr-defined]
    return found

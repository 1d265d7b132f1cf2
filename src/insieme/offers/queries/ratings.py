# SPDX-License-Identifier: AGPL-3.0-or-later
"""How offers were rated: how many gave which mark, never who.

Who stood on a side when they rated stays apart; who has come to stand on one since, and before the close, is found when it is read: their
company may have signed, or hired them, later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, Offer, Rating, Standing
from insieme.offers.rules.ratings import Spread, criteria_of, spreads
from insieme.people.queries.organisations import on_side_of
from insieme.voices.queries import by_known_people


def ratings_of(call: Call, offers: Collection[Offer]) -> dict[int, list[Spread]]:
    """How the marks of these offers spread on each criterion of their call, by id of the offer. One query."""
    rows = Rating.objects.filter(offer_id__in=[offer.pk for offer in offers]).annotate(side=_side(call))
    counted: dict[int, list[tuple[int, bool, int, int]]] = defaultdict(list)
    for offer_id, criterion, standing, mark, people in rows.values_list("offer_id", "criterion", "side", "mark").annotate(Count("pk")):
        counted[offer_id].append((criterion, standing == Standing.OUTSIDE, mark, people))
    criteria = len(criteria_of(call.criteria))
    return {offer.pk: spreads(counted[offer.pk], criteria) for offer in offers}


def own_ratings(actor: Actor, offer: Offer) -> dict[int, Rating]:
    """What the reader gave an offer, by criterion. One query; none for strangers."""
    if actor.person_id is None:
        return {}
    return {each.criterion: each for each in Rating.objects.filter(offer_id=offer.pk, person_id=actor.person_id)}


def reasons(offer: Offer, *, now: datetime, before: int | None = None, limit: int = 20) -> list[Rating]:
    """The reasons that were given with marks, the newest first, without whose they are. One query; `before` is a key of an earlier page.

    Those of newcomers wait, as their voices do, until a moderator has let their first voices through.
    """
    found = _shown(offer, now).annotate(side=_side(offer.call)).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    listed: list[Any] = list(found.defer("person")[:limit])
    for each in listed:
        each.standing = each.side
    return listed


def shown_reason(offer: Offer, ref: str, *, now: datetime) -> Rating | None:
    """The rating of this offer with that ref, if everybody reads its reason. One query."""
    return _shown(offer, now).filter(ref=ref).first()


def _shown(offer: Offer, now: datetime) -> QuerySet[Rating]:
    return Rating.objects.filter(by_known_people("person", now), offer_id=offer.pk, hidden=False).exclude(reason="")


def _side(call: Call) -> Case:
    """On which side a rating is by now."""
    bidders = Offer.objects.filter(call=call).standing().values("organisation_id")
    persons = Q(person_id__in=call.co_promoters.get("persons", ()))
    return Case(
        When(~Q(standing=Standing.OUTSIDE), then=F("standing")),
        When(on_side_of("person_id", bidders, before=call.closes_at), then=Value(Standing.BIDDER.value)),
        When(on_side_of("person_id", call.promoters, before=call.closes_at) | persons, then=Value(Standing.PROMOTER.value)),
        default=Value(Standing.OUTSIDE.value),
        output_field=CharField(),
    )

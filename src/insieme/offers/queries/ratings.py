# SPDX-License-Identifier: AGPL-3.0-or-later
"""How offers were rated: how many gave which mark, never who.

Who stood on a side when they rated stays apart; who has come to stand on one since, and before the close, is found when it is read: their
company may have signed, or hired them, later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Case, CharField, Count, F, Q, Value, When

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, Offer, Rating, Standing
from insieme.offers.rules.ratings import Spread, criteria_of, spreads
from insieme.people.queries.organisations import on_side_of, sides_of
from insieme.voices.queries import read_by


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
    return {each.criterion: each for each in Rating.objects.select_related("voice").filter(offer_id=offer.pk, person_id=actor.person_id)}


def apart_because(actor: Actor, offer: Offer) -> str:
    """On which side the reader's marks for an offer stand, so that they are not counted; empty where they are. One query."""
    mine = Rating.objects.filter(offer_id=offer.pk, person_id=actor.person_id or 0).annotate(side=_side(offer.call))
    return mine.exclude(side=Standing.OUTSIDE).values_list("side", flat=True).first() or ""


def reasons(actor: Actor, offer: Offer, *, before: int | None = None, limit: int = 20) -> list[Rating]:
    """The marks for which a reason is given that `actor` may read, the newest first, each with its voice. One query.

    Beside it stands the side on which it was said: one that came later would tell whose it is, to who saw somebody come to that side.
    `before` is a key of an earlier page.
    """
    found = Rating.objects.filter(read_by(actor, "voice"), offer_id=offer.pk).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("voice").defer("person")[:limit])


def side_of(person_id: int, call: Call) -> str:
    """What somebody has to do with a call as things stand. Two queries."""
    bidders = set(call.offers.standing().values_list("organisation_id", flat=True))
    sides = sides_of(person_id, call.promoters | bidders)
    if sides & bidders:
        return Standing.BIDDER
    return Standing.PROMOTER if sides or person_id in call.co_promoters.get("persons", ()) else Standing.OUTSIDE


def has_part(person_id: int, topic: str) -> bool:
    """Whether this person stands on a side of the call of this topic. Three queries."""
    call = Call.objects.filter(slug=topic.partition(":")[2]).first()
    return call is not None and side_of(person_id, call) != Standing.OUTSIDE


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

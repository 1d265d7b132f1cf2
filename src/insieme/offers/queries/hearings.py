# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who asked to be heard, and what the call said then."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from insieme.foundation.actor import Actor
from insieme.foundation.canonical import canonical, digest
from insieme.offers import access
from insieme.offers.models import Call, CoPromoter, Hearing, Initiative, Joining, Offer
from insieme.people.access import organisations_of


def said_on(call: Call) -> str:
    """What tells one text of the call from another: the digest of its words, and of those of its offers and initiatives. Two queries."""
    offers = Offer.objects.standing().filter(call_id=call.pk).order_by("pk").values_list("ref", "revision")
    initiatives = Initiative.objects.filter(call_id=call.pk).order_by("pk").values_list("ref", "words")
    own = [call.title, call.summary, call.need]
    return digest(b"", canonical({"call": own, "offers": list(map(list, offers)), "initiatives": list(map(list, initiatives))}))


def hearings_of(actor: Actor, call: Call) -> list[Hearing]:
    """Who asked to be heard, the newest first: all for those who promote the call, their own organisations for others. Two queries."""
    mine = {each.pk for each in organisations_of(actor)}
    rows = Hearing.objects.filter(call_id=call.pk).select_related("organisation").order_by("-asked_at", "-pk")
    return list(rows if access.promotes(actor, call, acts_for=mine) else rows.filter(organisation_id__in=mine))


def hearings_waiting(actor: Actor, mine: Collection[Any], *, limit: int) -> list[Hearing]:
    """Those whom `actor`, who manages these organisations, may answer as who promotes the call; each with its call and organisation.

    The most urgent first. One query; none for strangers.
    """
    if actor.person_id is None:
        return []
    held = [each.pk for each in mine]
    joined = CoPromoter.objects.filter(Q(organisation_id__in=held) | Q(person_id=actor.person_id), state=Joining.JOINED)
    promoted = Q(call__promoter_id__in=held) | Q(call_id__in=joined.values("call_id"))
    waiting = Hearing.objects.waiting().filter(promoted)
    return list(waiting.select_related("call", "organisation").order_by("until", "pk")[:limit])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who was asked to promote a call, and who has declared."""

from __future__ import annotations

from collections.abc import Iterable

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, CoPromoter, Declaration, Joining, Tie
from insieme.people.access import organisations_of


def asked_to_promote(call: Call) -> list[CoPromoter]:
    """All who were asked to promote the call, with what they answered. One query."""
    return list(CoPromoter.objects.filter(call_id=call.pk).select_related("organisation", "person").order_by("pk"))


def asks_to_promote(actor: Actor) -> list[CoPromoter]:
    """The questions to promote a call that wait for `actor`'s answer, each with its call. Three queries at most; none for strangers."""
    if actor.person_id is None:
        return []
    waiting = CoPromoter.objects.filter(state=Joining.INVITED).select_related("call", "organisation")
    mine = [each.pk for each in organisations_of(actor)]
    theirs = waiting.filter(organisation_id__in=mine) if mine else waiting.none()
    return list((theirs | waiting.filter(person_id=actor.person_id)).order_by("pk"))


def promotion_letter(ref: str) -> CoPromoter | None:
    """The question that a letter is about, with its call and whoever asks; None where it was answered. One query."""
    waiting = CoPromoter.objects.filter(ref=ref, state=Joining.INVITED)
    return waiting.select_related("call__promoter", "invited_by", "organisation", "person").first()


def is_declared(call: Call) -> bool:
    """Whether all who promote the call have declared their interests. One query."""
    rows = Declaration.objects.filter(call_id=call.pk).values_list("organisation_id", "person_id")
    organisations, persons = {row[0] for row in rows}, {row[1] for row in rows}
    return call.promoters <= organisations and set(call.co_promoters.get("persons", ())) <= persons


def declared_by(call: Call, *, organisation_ids: Iterable[int], person_id: int | None) -> list[Tie] | None:
    """What this promoter has declared; None where it has not yet. Two queries."""
    rows = Declaration.objects.filter(call_id=call.pk)
    found = rows.filter(organisation_id__in=organisation_ids).order_by("pk").first()
    # Without a person nothing is asked: those of organisations have none either.
    if found is None and person_id is not None:
        found = rows.filter(person_id=person_id).first()
    return None if found is None else list(found.ties.order_by("pk"))

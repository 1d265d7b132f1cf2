# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room holds of a person, for themselves: pledges with proofs, ratings, wishes, calls, offers, hearings, replies, and more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import F

from insieme.foundation.errors import NotVisible
from insieme.offers.models import Assignment, Call, Hearing, Offer, Pledge, Rating, Reply, Wish
from insieme.offers.queries.undertakings import undertakings_of
from insieme.record.queries import proof


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """The files of a person's export. Some twenty queries, and a few for the proof of each pledge."""
    mine = list(Pledge.objects.filter(person_id=person_id).select_related("call", "fact").order_by("pk"))
    got = {each.pledge_id: each for each in Assignment.objects.standing().filter(pledge__in=mine).select_related("offer")}
    if mine:
        offers = _offers({ref for each in mine for ref in (*each.new_for, *(entry["offer"] for entry in each.entries))})
        yield "pledges.json", [_pledge(each, got.get(each.pk), offers) for each in mine]
    for each in mine:
        if each.fact.position is not None and (proved := _proof(each.fact.position)):
            yield f"proofs/{each.ref}.json", proved
    named = {"call": F("offer__call__slug"), "title": F("offer__call__title"), "company": F("offer__organisation__name")}
    rated = Rating.objects.filter(person_id=person_id).order_by("pk")
    if ratings := list(rated.values("offer__ref", "criterion", "mark", "revision", "at", reason=F("voice__text"), **named)):
        yield "ratings.json", ratings
    wished = Wish.objects.filter(person_id=person_id).order_by("pk")
    if wishes := list(wished.values("offer__ref", "aspect", "revision", "at", **named)):
        yield "wishes.json", wishes
    opened = Call.objects.filter(opened_by_id=person_id).order_by("pk")
    if calls := [{"call": call.slug, "title": call.title, "phase": call.phase, "created_at": call.created_at} for call in opened]:
        yield "calls.json", calls
    written = Offer.objects.filter(made_by_id=person_id) | Offer.objects.filter(signed_by_id=person_id)
    if rows := [_written(each, person_id) for each in written.select_related("call", "organisation").order_by("pk")]:
        yield "offers.json", rows
    answered = Hearing.objects.filter(asked_by_id=person_id) | Hearing.objects.filter(answered_by_id=person_id)
    if hearings := [_hearing(each, person_id) for each in answered.select_related("call", "organisation").order_by("pk")]:
        yield "hearings.json", hearings
    replied = Reply.objects.filter(signed_by_id=person_id).order_by("pk")
    if replies := list(replied.values("call__slug", "organisation__slug", "number", "text", "signed_name", "signed_title", "at")):
        yield "replies.json", replies
    yield from undertakings_of(person_id)


def _offers(refs: Collection[str]) -> dict[str, dict[str, Any]]:
    """What each of these offers is called, by its reference."""
    return {each.ref: _offer(each) for each in Offer.objects.filter(ref__in=refs).select_related("organisation")}


def _offer(each: Offer) -> dict[str, Any]:
    return {"offer": each.ref, "company": each.organisation.name, "product": each.product}


def _pledge(mine: Pledge, got: Assignment | None, offers: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "pledge": mine.ref,
        "call": mine.call.slug,
        "title": mine.call.title,
        "number": mine.number,
        "at": mine.at,
        "list": [offers.get(entry["offer"], {}) | entry for entry in mine.entries],
        "new_for": [offers.get(ref, {"offer": ref}) for ref in mine.new_for],
        "quantity": mine.quantity,
        "place": mine.place_code,
        "withdrawn": mine.withdrawn,
        "digest": mine.commitment,
        "position": mine.fact.position,
        "got": offers.get(got.offer.ref, {"offer": got.offer.ref}) | {"quantity": got.quantity} if got else None,
    }


def _written(each: Offer, person_id: int) -> dict[str, Any]:
    signed = each.signed_by_id == person_id
    told = _offer(each) | {"call": each.call.slug, "title": each.call.title, "state": each.state, "wrote": each.made_by_id == person_id}
    return told | ({"signed_at": each.signed_at, "signed_name": each.signed_name, "signed_title": each.signed_title} if signed else {})


def _hearing(each: Hearing, person_id: int) -> dict[str, Any]:
    told = {"call": each.call.slug, "organisation": each.organisation.slug, "state": each.state}
    asked = {"asked_at": each.asked_at, "words": each.words} if each.asked_by_id == person_id else {}
    answered = {"answered_at": each.answered_at, "because": each.because} if each.answered_by_id == person_id else {}
    return told | asked | answered


def _proof(position: int) -> dict[str, object] | None:
    try:
        return proof(position).as_json()
    except NotVisible:  # sealed a moment ago, and in no checkpoint yet
        return None

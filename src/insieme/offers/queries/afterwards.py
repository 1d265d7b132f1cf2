# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a letter tells each person after a supplier has failed: that they owe it nothing, what they are asked, what they buy instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from insieme.offers.models import Agreement, Answer, Assignment, Offer, Stage
from insieme.offers.queries.outcomes import FILES, Got
from insieme.people.queries import organisations_by_id


def left_without(_about: str, data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Who of these people bought from the supplier that failed. One query."""
    rows = Assignment.objects.filter(pledge__person_id__in=person_ids, offer__ref=data.get("offer", ""), closed_at__isnull=False)
    return {person: {"free": True} for person in rows.values_list("pledge__person_id", flat=True)}


def asked_instead(_about: str, data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each of these people would buy from the runner-up, and until when they may say yes; none who has answered. Two queries."""
    asked = Agreement.objects.filter(failure__ref=data.get("failure", ""), failure__stage=Stage.AGREEING, answer=Answer.ASKED)
    whole = asked.filter(pledge__person_id__in=person_ids).select_related("failure__runner_up", "failure__offer", "failure__call", "pledge")
    rows = list(whole.defer(*(f"failure__{name}" for name in FILES)).order_by("pk"))
    offers = {offer.pk: offer for row in rows for offer in (row.failure.runner_up, row.failure.offer) if offer is not None}
    companies = organisations_by_id({offer.organisation_id for offer in offers.values()}) if offers else {}
    return {
        row.pledge.person_id: {
            "would": _got(row.failure.runner_up, companies, row.pledge.quantity, row.failure.call.unit),
            "price": row.failure.runner_up.price,
            "place": row.entry + 1,
            "failed": companies[row.failure.offer.organisation_id].name,
            "until": row.failure.until,
        }
        for row in rows
        if row.failure.runner_up is not None
    }


def bought_instead(_about: str, data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each of these people buys in the place of the supplier that failed, or that they owe nothing. Two queries."""
    asked = Agreement.objects.filter(failure__ref=data.get("failure", ""), pledge__person_id__in=person_ids)
    told: dict[int, dict[str, Any]] = {person: {"free": True} for person in asked.values_list("pledge__person_id", flat=True)}
    rows = Assignment.objects.standing().filter(pledge__person_id__in=person_ids, offer__ref=data.get("offer", ""))
    for row in rows.select_related("offer__organisation", "offer__call", "pledge"):
        if row.pledge.person_id in told:
            offer = row.offer
            total = offer.price * row.quantity
            told[row.pledge.person_id] = {"got": Got(offer.organisation.name, offer.product, row.quantity, offer.call.unit, total)}
    return told


def _got(offer: Offer, companies: Mapping[int, Any], quantity: int, unit: str) -> Got:
    return Got(companies[offer.organisation_id].name, offer.product, quantity, unit, offer.price * quantity)

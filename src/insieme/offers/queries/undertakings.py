# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody has set going, declared, agreed to or signed around calls, for their export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from insieme.offers.models import Agreement, CompanyInvitation, CoPromoter, Declaration, Failure, Initiative, InvitationLink, Revision


def undertakings_of(person_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Files of a person's export, of what there is. Eleven queries at most."""
    for name, rows in _tables(person_id).items():
        if told := list(rows.order_by("pk")):
            yield f"{name}.json", told
    declared = Declaration.objects.filter(person_id=person_id) | Declaration.objects.filter(declared_by_id=person_id)
    if interests := [_declared(each) for each in declared.select_related("call").prefetch_related("ties").order_by("pk")]:
        yield "interests.json", interests


def _tables(person_id: int) -> dict[str, QuerySet[Any, dict[str, Any]]]:
    bought = {"call": F("failure__call__slug"), "company": F("failure__runner_up__organisation__name")}
    confirmed, signed = ("confirmed_name", "confirmed_title", "confirmed_at"), ("signed_name", "signed_title", "signed_at")
    failed, invited = Failure.objects, CompanyInvitation.objects.filter(invited_by_id=person_id)
    return {
        "agreements": Agreement.objects.filter(pledge__person_id=person_id).values("answer", "answered_at", **bought),
        "initiatives": Initiative.objects.filter(opened_by_id=person_id).values(
            "call__slug", "ref", "organisation__slug", "words", "opened_at"
        ),
        "failures": failed.filter(declared_by_id=person_id).values("call__slug", "offer__ref", "because", "at"),
        "takeovers": failed.filter(confirmed_by_id=person_id).values("call__slug", "runner_up__ref", *confirmed),
        "companies_invited": invited.values("call__slug", "name", "email", "message", "invited_at"),
        "links": InvitationLink.objects.filter(person_id=person_id).values(
            "call__slug", "code", "visits", "pledges", "created_at", "revoked_at"
        ),
        "promotions": CoPromoter.objects.filter(person_id=person_id).values("call__slug", "state", "invited_at", "answered_at"),
        "asked_to_promote": CoPromoter.objects.filter(invited_by_id=person_id).values("call__slug", "organisation__slug", "invited_at"),
        "revisions": Revision.objects.filter(signed_by_id=person_id).values("offer__ref", "number", "words", "because", "digest", *signed),
    }


def _declared(each: Declaration) -> dict[str, Any]:
    ties = [{"company": tie.name, "relation": tie.relation, "words": tie.words} for tie in each.ties.all()]
    return {"call": each.call.slug, "at": each.at, "ties": ties}

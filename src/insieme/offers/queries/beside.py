# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside a call on its page, gathered once at each change and kept with the call: the page then asks for nothing more.

Organisations stand by name and address; a person only by id, so that who changes their name, or goes, is not kept here.
"""

from __future__ import annotations

from typing import Any

from insieme.offers.models import Call, CoPromoter, Declaration, FoundTie, Hearing, Joining, Tie
from insieme.offers.queries.replies import last_replies


def told_beside(call: Call) -> dict[str, Any]:
    """All that stands beside the call, as JSON. A handful of queries, at a change only."""
    told = {"others": _others(call), "declared": _declared(call), "found": _found(call), "replies": _replies(call)}
    return told | {"hearings": Hearing.objects.waiting().filter(call_id=call.pk).count()}


def persons_beside(call: Call) -> set[int]:
    """The ids of the persons whom what stands beside the call names. No query."""
    return {each["person"] for name in ("others", "declared") for each in call.beside.get(name, ()) if each.get("person")}


def ties_to(call: Call, slug: str) -> dict[str, list[dict[str, Any]]]:
    """What ties those who promote the call to the company at this address: declared, and found by the program. No query."""
    declared = [{"who": each, **tie} for each in call.beside.get("declared", ()) for tie in each["ties"] if tie["slug"] == slug]
    return {"declared": declared, "found": [each for each in call.beside.get("found", ()) if each["company"]["slug"] == slug]}


def _others(call: Call) -> list[dict[str, Any]]:
    rows = CoPromoter.objects.filter(call_id=call.pk, state=Joining.JOINED).select_related("organisation").order_by("pk")
    return [_party(each.organisation, each.person_id) for each in rows]


def _declared(call: Call) -> list[dict[str, Any]]:
    rows = Declaration.objects.filter(call_id=call.pk).select_related("organisation").prefetch_related("ties__organisation").order_by("pk")
    organisations, persons = call.promoters, call.co_promoters.get("persons", ())
    return [
        _party(each.organisation, each.person_id) | {"ties": [_tie(tie) for tie in sorted(each.ties.all(), key=lambda tie: tie.pk)]}
        for each in rows
        if each.organisation_id in organisations or each.person_id in persons
    ]


def _tie(tie: Tie) -> dict[str, Any]:
    known: Any = tie.organisation
    return {
        "name": known.name if known else tie.name,
        "slug": known.slug if known else "",
        "relation": tie.relation,
        "words": tie.words,
    }


def _found(call: Call) -> list[dict[str, Any]]:
    rows = FoundTie.objects.filter(call_id=call.pk).select_related("promoter", "company").order_by("pk")
    return [
        {"promoter": _party(each.promoter, None), "company": _party(each.company, None), "at": each.at.date().isoformat()} for each in rows
    ]


def _replies(call: Call) -> list[dict[str, Any]]:
    said = ("text", "signed_name", "signed_title", "number")
    return [
        _party(each.organisation, None) | {name: getattr(each, name) for name in said} | {"at": each.at.date().isoformat()}
        for each in last_replies(call)
    ]


def _party(organisation: Any, person_id: int | None) -> dict[str, Any]:
    return {"name": organisation.name, "slug": organisation.slug} if organisation else {"person": person_id}

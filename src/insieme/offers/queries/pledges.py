# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledges: one's own, and all of a closed call for the clearing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from insieme.foundation.actor import Actor
from insieme.offers import access
from insieme.offers.models import Agreement, Assignment, Call, Offer, Phase, Pledge
from insieme.offers.queries.offers import terms
from insieme.offers.rules.pledging import Terms
from insieme.people.queries import organisations_by_id
from insieme.record.queries import Opened, own_private_part

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One standing pledge as the clearing counts it."""

    pk: int
    commitment: str
    entries: list[dict[str, Any]]
    new_for: list[str]
    quantity: int
    place: str


def snapshot(call: Call) -> Iterator[Counted]:
    """All standing pledges of a closed call, by their commitment, so that the order tells nothing of who came when."""
    columns = ("pk", "commitment", "entries", "new_for", "quantity", "place_code")
    for row in Pledge.objects.filter(call_id=call.pk).standing().order_by("commitment").values_list(*columns).iterator(CHUNK):
        yield Counted(*row)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person may always show of a pledge: the pledge, its place in the record, and what opens its digest (None once erased).

    `got` is what it buys; `lost` what it would have bought from a supplier that failed.
    """

    pledge: Pledge
    call: Call
    terms: dict[str, Terms]
    opened: Opened | None
    got: Assignment | None
    lost: Assignment | None
    is_last: bool


def receipt(actor: Actor, ref: str) -> Receipt:
    """The receipt of one of the actor's own pledges. At most nine queries. Refuses: `NotVisible` for anybody else's."""
    pledge = access.own_pledge(actor, ref)
    call = access.call(actor, pledge.call.slug)
    last = access.last_pledge(actor, call)
    last_got = _last_got(pledge) if call.phase == Phase.CLEARED else None
    return Receipt(
        pledge=pledge,
        call=call,
        terms=terms(call),
        opened=own_private_part(pledge.fact_id, by=actor),
        got=last_got if last_got and last_got.closed_at is None else None,
        lost=last_got if last_got and last_got.closed_at else None,
        is_last=last is not None and last.pk == pledge.pk,
    )


def _last_got(pledge: Pledge) -> Assignment | None:
    return Assignment.objects.filter(pledge_id=pledge.pk).select_related("offer__organisation").order_by("-pk").first()


def pledges_of(actor: Actor, *, before: int | None = None, limit: int = 20) -> list[Pledge]:
    """The last word of `actor` in each call, newest first, each with its call, the `names` of its offers and what it `bought`.

    Where its supplier has failed, that is `lost`, and `agreement` is what was said to the runner-up, if anything was asked.
    None of a stranger. `before` is a key of an earlier page. Five queries at most.
    """
    if actor.person_id is None:
        return []
    found = Pledge.objects.filter(person_id=actor.person_id).last_words().select_related("call", "initiative").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    pledges = list(found[:limit])
    names = _names({line["offer"] for pledge in pledges for line in pledge.entries})
    last = _last_bought([pledge.pk for pledge in pledges if pledge.call.phase == Phase.CLEARED])
    bought = {pk: row for pk, row in last.items() if row.closed_at is None}
    lost = {pk: row for pk, row in last.items() if row.closed_at}
    agreements = {each.pledge_id: each for each in Agreement.objects.filter(pledge_id__in=lost).order_by("pk")} if lost else {}
    for pledge in pledges:
        pledge.names, pledge.bought = names, bought.get(pledge.pk)  # type: ignore[attr-defined]
        pledge.lost, pledge.agreement = lost.get(pledge.pk), agreements.get(pledge.pk)  # type: ignore[attr-defined]
    return pledges


def _last_bought(ids: list[int]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(pledge_id__in=ids).select_related("offer").order_by("pk") if ids else []
    return {row.pledge_id: row for row in rows}


def _names(refs: set[str]) -> dict[str, str]:
    offers = dict(Offer.objects.filter(ref__in=refs).values_list("ref", "organisation_id"))
    companies = organisations_by_id(offers.values())
    return {ref: companies[organisation_id].name for ref, organisation_id in offers.items()}

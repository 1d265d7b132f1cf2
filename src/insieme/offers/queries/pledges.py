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
from insieme.offers.queries.unserved import fates_of, reasons_for, unserved
from insieme.offers.rules.pledging import Terms
from insieme.offers.rules.unserved import Reason
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

    `got` is what it buys; `lost` what it would have bought from a supplier that failed; `why` says what kept each line from its offer
    where it never bought anything.
    """

    pledge: Pledge
    call: Call
    terms: dict[str, Terms]
    opened: Opened | None
    got: Assignment | None
    lost: Assignment | None
    is_last: bool
    why: list[Reason]


def receipt(actor: Actor, ref: str) -> Receipt:
    """The receipt of one of the actor's own pledges. At most twelve queries. Refuses: `NotVisible` for anybody else's."""
    pledge = access.own_pledge(actor, ref)
    call = access.call(actor, pledge.call.slug)
    last = access.last_pledge(actor, call)
    is_last, is_decided = last is not None and last.pk == pledge.pk, call.phase == Phase.CLEARED
    last_got = _last_got(pledge) if is_decided else None
    return Receipt(
        pledge=pledge,
        call=call,
        terms=terms(call),
        opened=own_private_part(pledge.fact_id, by=actor),
        got=last_got if last_got and last_got.closed_at is None else None,
        lost=last_got if last_got and last_got.closed_at else None,
        is_last=is_last,
        why=unserved(pledge, last_got) if is_decided and is_last else [],
    )


def _last_got(pledge: Pledge) -> Assignment | None:
    return Assignment.objects.filter(pledge_id=pledge.pk).select_related("offer__organisation").order_by("-pk").first()


def pledges_of(actor: Actor, *, before: int | None = None, limit: int = 20) -> list[Pledge]:
    """The last word of `actor` in each call, newest first, each with its call, the `names` of its offers and what it `bought`.

    Where its supplier has failed, that is `lost`; where it never had one, `why` says what kept each line from its offer. `agreement` is
    what was said to a runner-up, if anything was asked. None of a stranger. Eight queries at most, five of them for what is decided.
    """
    if actor.person_id is None:
        return []
    found = Pledge.objects.filter(person_id=actor.person_id).last_words().select_related("call", "initiative").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    pledges = list(found[:limit])
    decided = [pledge for pledge in pledges if pledge.call.phase == Phase.CLEARED and not pledge.withdrawn]
    last, agreements = last_bought([pledge.pk for pledge in decided]), _agreements(decided)
    names = _names(_refs(pledges) | {each.failure.offer.ref for each in agreements.values()})
    without = [pledge for pledge in decided if pledge.pk not in last]
    why = reasons_for(without, fates_of({pledge.call_id for pledge in without}))
    for pledge in pledges:
        row, agreement = last.get(pledge.pk), agreements.get(pledge.pk)
        pledge.names, pledge.why = names, why.get(pledge.pk, [])  # type: ignore[attr-defined]
        pledge.bought = row if row and row.closed_at is None else None  # type: ignore[attr-defined]
        pledge.lost = row if row and row.closed_at else None  # type: ignore[attr-defined]
        pledge.agreement = agreement if agreement and _concerns(agreement, pledge, row) else None  # type: ignore[attr-defined]
    return pledges


def _agreements(pledges: list[Pledge]) -> dict[int, Agreement]:
    """What was last asked in each of these pledges, by its key: nobody is asked before the runner-up has said yes itself."""
    asked = Agreement.objects.filter(pledge__in=pledges, failure__confirmed_at__isnull=False).select_related("failure__offer")
    shown = ("pledge", "entry", "answer", "failure__ref", "failure__stage", "failure__until", "failure__offer__ref")
    return {each.pledge_id: each for each in asked.only(*shown).order_by("pk")} if pledges else {}


def _concerns(asked: Agreement, pledge: Pledge, row: Assignment | None) -> bool:
    """Whether what was asked tells how the pledge has its supplier, or what came after the one it lost; not how it had come to that one."""
    return row is None or (pledge.entries[asked.entry]["offer"] == row.offer.ref) == (row.closed_at is None)


def _refs(pledges: list[Pledge]) -> set[str]:
    return {line["offer"] for pledge in pledges for line in pledge.entries}


def last_bought(ids: list[int]) -> dict[int, Assignment]:
    """What each of these pledges bought last, by its key; closed where the supplier has failed. One query; none for no pledge."""
    rows = Assignment.objects.filter(pledge_id__in=ids).select_related("offer").order_by("pk") if ids else []
    return {row.pledge_id: row for row in rows}


def _names(refs: set[str]) -> dict[str, str]:
    offers = dict(Offer.objects.filter(ref__in=refs).values_list("ref", "organisation_id"))
    companies = organisations_by_id(offers.values())
    return {ref: companies[organisation_id].name for ref, organisation_id in offers.items()}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes: the public one, and what it means to one reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.foundation.money import Money
from insieme.foundation.prepared import Prepared
from insieme.offers import access
from insieme.offers.models import Assignment, Call, Outcome, Pledge
from insieme.offers.queries.concerned import pledged
from insieme.people.access import INCLUDED_IN
from insieme.people.queries import organisations_by_id
from insieme.people.queries.organisations import powers_at
from insieme.people.queries.reach import Reach, reach_of

#: The lists of everybody and who got what of them; and with the reduced lists and their result all files of a recount.
AUDITED = ("full", "full_result")
FILES = ("reduced", "result", *AUDITED)
#: Asked for by every page of a cleared call.
_IN_SHORT: Prepared[Outcome] = Prepared(lambda call: Outcome.objects.filter(call_id=call).defer(*FILES), values=1)


@dataclass(frozen=True, slots=True)
class Got:
    """What one person buys: so many units of a product from a company, for so much in all."""

    company: str
    product: str
    quantity: int
    total: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of an outcome now: the `names` that go ahead and their `people`, and of whom `failed` since."""

    names: list[str]
    people: int
    failed: list[str]


def as_it_stands(offers: Iterable[Mapping[str, Any]]) -> Standing:
    """What stands of an outcome, from the offers in its summary, which tell what came of each later."""
    rows = [each for each in offers if each.get("active") or each.get("took_over")]
    going = [each for each in rows if not each.get("failed")]
    people = sum((each["people"] if each.get("active") else 0) + each.get("took_over", 0) for each in going)
    return Standing([each["name"] for each in going], people, [each["name"] for each in rows if each.get("failed")])


def outcome_of(call: Call) -> Outcome:
    """The outcome of a cleared call, without the auditors' files. Refuses: `NotVisible` before there is one."""
    found = Outcome.objects.filter(call_id=call.pk).defer(*AUDITED).first()
    if found is None:
        raise NotVisible
    return found


def reach_of_call(call: Call) -> Reach:
    """Whom the call reached, of those whose pledge stands. One query."""
    return reach_of(pledged(call.slug))


def outcome_in_short(call: Call) -> Outcome | None:
    """The outcome of a call without the files of the recount; None while there is none. One query."""
    return _IN_SHORT.first(call.pk)


def file_of(actor: Actor, call: Call, name: str) -> str:
    """One of the outcome's files as it was published; those of `AUDITED` for who may audit the call.

    Refuses: `NotVisible`, also for those to everybody else.
    """
    if name in AUDITED and not access.may_audit(actor, call):
        raise NotVisible
    found = Outcome.objects.filter(call_id=call.pk).values_list(name, flat=True).first()
    if found is None:
        raise NotVisible
    return str(found)


def result_for(mine: Pledge | None) -> Assignment | None:
    """What somebody's last pledge got, with its offer; None where it got nothing or there is none. One query at most."""
    if mine is None or mine.withdrawn:
        return None
    return Assignment.objects.standing().filter(pledge_id=mine.pk).select_related("offer", "pledge").first()


def got_by(about: str, _data: Mapping[str, Any], person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each of these people who pledged got of the call `about` is, and for which companies they act that go ahead (`won`).

    Left out is who got nothing and acts for none. Four queries.
    """
    slug = about.removeprefix("call:")
    rows = Assignment.objects.standing().filter(call__slug=slug, pledge__person_id__in=person_ids).select_related("offer", "pledge")
    going = Assignment.objects.standing().filter(call__slug=slug).order_by().values_list("offer__organisation_id", flat=True).distinct()
    companies = organisations_by_id(going)
    told: dict[int, dict[str, Any]] = {
        row.pledge.person_id: {"got": _got(row, companies[row.offer.organisation_id].name)} for row in rows if row.pledge.person_id
    }
    for company, powers in powers_at(companies).items():
        acting = {person for person, kind in powers.items() if kind in INCLUDED_IN["manager"]}
        for person in acting.intersection(person_ids):
            told.setdefault(person, {}).setdefault("won", []).append(companies[company].name)
    return told


def _got(row: Assignment, company: str) -> Got:
    return Got(company, row.offer.product, row.quantity, row.offer.price * row.quantity)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suppliers that failed: what stands on the page of the outcome, who is asked what, whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers import access
from insieme.offers.models import Agreement, Answer, Assignment, Call, Failure, Stage
from insieme.offers.queries.outcomes import AUDITED, FILES
from insieme.people.access import INCLUDED_IN
from insieme.people.queries import organisation, organisations_by_id
from insieme.people.queries.organisations import powers_at


@dataclass(frozen=True, slots=True)
class Story:
    """One failure as the outcome tells it: the names of who failed and of the runner-up, and what the reader may do about it."""

    failure: Failure
    name: str
    declared_by: str
    runner_up: str
    may_reply: bool
    may_take_over: bool
    mine: Agreement | None


def failures_of(actor: Actor, call: Call, *, acts_for: Collection[int]) -> list[Story]:
    """The failures of a call, the first one first, to a reader who acts for these companies. One query where there is none, else three."""
    rows = list(Failure.objects.filter(call_id=call.pk).select_related("offer", "runner_up").defer(*FILES).order_by("pk"))
    if not rows:
        return []
    named = _names(rows)
    mine = {each.failure_id: each for each in _mine(actor).filter(failure__in=rows)} if actor.person_id else {}
    return [_story(each, named, mine.get(each.pk), acts_for) for each in rows]


def _story(each: Failure, named: dict[int, str], mine: Agreement | None, acts_for: Collection[int]) -> Story:
    runner_up = each.runner_up.organisation_id if each.runner_up else 0
    return Story(
        failure=each,
        name=named[each.offer.organisation_id],
        declared_by=named.get(each.declared_for_id or 0, ""),
        runner_up=named.get(runner_up, ""),
        may_reply=each.offer.organisation_id in acts_for,
        may_take_over=each.stage == Stage.ASKED and runner_up in acts_for,
        mine=mine,
    )


def story_of(failure: Failure, mine: Agreement | None = None) -> Story:
    """One failure with the names it needs. One query."""
    return _story(failure, _names([failure]), mine, ())


def agreements_waiting(actor: Actor, *, limit: int) -> list[Agreement]:
    """What waits for the reader's yes, the most urgent first, each with its `name` of the runner-up and `failed`.

    One query where nothing waits, else two; none for strangers.
    """
    if actor.person_id is None:
        return []
    asked = _mine(actor).filter(failure__stage=Stage.AGREEING, answer=Answer.ASKED)
    whole = asked.select_related("failure__call", "failure__offer", "failure__runner_up", "pledge")
    found = list(whole.order_by("failure__until", "pk")[:limit])
    named = _names([each.failure for each in found]) if found else {}
    for each in found:
        each.story = _story(each.failure, named, each, ())  # type: ignore[attr-defined]
    return found


def takeovers_waiting(mine: Collection[Any], *, limit: int) -> list[Story]:
    """The failures in whose place one of these companies is asked, the most urgent first. Two queries; none for no company."""
    if not mine:
        return []
    asked = Failure.objects.filter(stage=Stage.ASKED, runner_up__organisation_id__in=[each.pk for each in mine])
    found = list(asked.select_related("call", "offer", "runner_up").defer(*FILES).order_by("until", "pk")[:limit])
    named = _names(found) if found else {}
    return [_story(each, named, None, {each.runner_up.organisation_id if each.runner_up else 0}) for each in found]


def recount_of(actor: Actor, slug: str, ref: str, name: str) -> str:
    """One of the files of a recount as it was published; those of `AUDITED` for who may audit the call. Refuses: `NotVisible`."""
    found = access.failure(actor, slug, ref)
    if name in AUDITED and not access.may_audit(actor, found.call):
        raise NotVisible
    text = str(getattr(found, name))
    if not text:
        raise NotVisible
    return text


def declarable(call: Call, *, audits: bool, acts_for: Collection[int]) -> list[str]:
    """The refs of the offers that go ahead and of whose companies the reader may say that they fail: all where they audit the call.

    One query; none for who neither audits it nor acts for a company.
    """
    if not (audits or acts_for):
        return []
    rows = Assignment.objects.standing().filter(call_id=call.pk).order_by().values_list("offer__ref", "offer__organisation_id").distinct()
    return [ref for ref, company in rows if audits or company in acts_for]


def asked_by(ref: str) -> list[int]:
    """The ids of those who are asked to buy from the runner-up. One query."""
    return list(Agreement.objects.filter(failure__ref=ref).order_by("pledge__person_id").values_list("pledge__person_id", flat=True))


def left_by(ref: str) -> list[int]:
    """The ids of those who bought from the supplier that failed. One query."""
    rows = Assignment.objects.filter(offer__in=Failure.objects.filter(ref=ref).values("offer_id"), closed_at__isnull=False)
    return list(rows.order_by("pledge__person_id").values_list("pledge__person_id", flat=True))


def buyers_of(offer_ref: str) -> list[int]:
    """The ids of those who buy an offer, or did until its company failed. One query."""
    rows = Assignment.objects.filter(offer__ref=offer_ref).order_by("pledge__person_id")
    return list(rows.values_list("pledge__person_id", flat=True).distinct())


def freed_by(ref: str) -> list[int]:
    """The ids of those who bought from the supplier that failed and buy from nobody now: who was carried over owes another. One query."""
    failed = Failure.objects.filter(ref=ref).values("offer_id")
    buying = Assignment.objects.standing().filter(pledge=OuterRef("pledge"))
    rows = Assignment.objects.filter(~Exists(buying), offer__in=failed, closed_at__isnull=False)
    return list(rows.order_by("pledge__person_id").values_list("pledge__person_id", flat=True))


def takers_of(ref: str) -> list[int]:
    """The ids of those who act for the runner-up. Two queries."""
    return _managers(Failure.objects.values_list("runner_up__organisation_id", flat=True).get(ref=ref) or 0)


def managers_at(slug: str) -> list[int]:
    """The ids of those who act for an organisation. Two queries."""
    return _managers(organisation(slug).pk)


def _managers(organisation_id: int) -> list[int]:
    powers = powers_at([organisation_id]).get(organisation_id, {})
    return [person for person, kind in powers.items() if kind in INCLUDED_IN["manager"]]


def _mine(actor: Actor) -> QuerySet[Agreement]:
    return Agreement.objects.none() if actor.person_id is None else Agreement.objects.filter(pledge__person_id=actor.person_id)


def _names(rows: Collection[Failure]) -> dict[int, str]:
    offers = [offer for each in rows for offer in (each.offer, each.runner_up) if offer is not None]
    wanted = {offer.organisation_id for offer in offers} | {each.declared_for_id for each in rows if each.declared_for_id}
    return {pk: each.name for pk, each in organisations_by_id(wanted).items()}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The runner-up in the place of a supplier that failed: its company confirms, its people agree, and they are carried over, or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.clock import spelled
from insieme.foundation.errors import Invalid, WrongState
from insieme.offers import access, queries
from insieme.offers.actions.clearing import ROWS_AT_ONCE
from insieme.offers.actions.failing import mark
from insieme.offers.facts import failing as facts
from insieme.offers.models import Agreement, Answer, Assignment, Ending, Failure, Offer, Stage
from insieme.offers.rules.pledging import weight
from insieme.offers.rules.runner_up import PEOPLE_ANSWER, Yes, carried
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say


class AnswerClosed(WrongState):
    """What was asked is answered, or its time is over."""

    code = "answer_closed"
    sentence = _("This can no longer be answered: the time for it is over, or it was answered otherwise.")


@transaction.atomic
def confirm_runner_up(slug: str, ref: str, *, by: Actor, name: str, title: str, now: datetime) -> Failure:
    """Stand by an offer in the place of one that failed, signed. Then its people are asked. Twice is once.

    Refuses: what `access.takeover` refuses; `AnswerClosed`; `Invalid` without a name. Says: `RunnerUpConfirmed`.
    """
    failure = access.takeover(by, slug, ref, lock=True)
    if failure.confirmed_at is not None:
        return failure
    _in_time(failure, Stage.ASKED, now)
    if not name.strip():
        raise Invalid({"name": _("Sign with your name and surname.")})
    signature = {"confirmed_name": name.strip()[:80], "confirmed_title": title.strip()[:80], "confirmed_by_id": by.person_id}
    until = now + PEOPLE_ANSWER
    states.move(failure, Stage.AGREEING, field="stage", until=until, confirmed_at=now, **signature)
    company = _company(_runner_up(failure))
    said: dict[str, Any] = {"signed_name": failure.confirmed_name, "signed_title": failure.confirmed_title}
    fact = facts.RunnerUpConfirmed(
        **_about(failure), offer=_runner_up(failure).ref, name=company.name, people=failure.asked, until=spelled(until), **said
    )
    say(fact, about=failure.call.topic, by=by, at=now, acting_for=f"organisation:{company.slug}")
    return failure


@transaction.atomic
def decline_runner_up(slug: str, ref: str, *, by: Actor, now: datetime) -> Failure:
    """Not take the place of a supplier that failed. Nobody holds it against the company. Twice is once.

    Refuses: what `access.takeover` refuses; `AnswerClosed`. Says: `RunnerUpDeclined`.
    """
    failure = access.takeover(by, slug, ref, lock=True)
    if failure.ending == Ending.DECLINED:
        return failure
    _in_time(failure, Stage.ASKED, now)
    _decline(failure, Ending.DECLINED, by=by, now=now)
    return failure


@transaction.atomic
def agree(slug: str, ref: str, *, by: Actor, yes: bool, now: datetime) -> Agreement:
    """Say whether one buys from the runner-up; until the deadline one may say otherwise. The same answer twice is once.

    Refuses: what `access.agreement` refuses; `AnswerClosed`. Says: `TakeoverAnswered`.
    """
    mine = access.agreement(by, slug, ref, lock=True)
    answer = Answer.YES if yes else Answer.NO
    if mine.answer == answer:
        return mine
    _in_time(mine.failure, Stage.AGREEING, now)
    fact = say(facts.TakeoverAnswered(**_about(mine.failure), answer=answer.value), about=mine.failure.call.topic, by=by, at=now)
    states.move(mine, answer, field="answer", answered_at=now, fact=fact)
    return mine


@transaction.atomic
def settle_takeover(slug: str, ref: str, *, by: Actor, now: datetime) -> Failure:
    """Draw the line when the time to answer is over: silence of the company ends it, and of people it is no. Twice is once.

    Those who agreed are carried over if they reach the quorum of the runner-up together with those who buy from it already.
    Says: `CarriedOver`, `NobodyTookOver` or `RunnerUpDeclined`.
    """
    failure = access.failure(by, slug, ref, lock=True)
    if not Failure.objects.due(now).filter(pk=failure.pk).exists():
        return failure
    if failure.runner_up_id is not None and Failure.objects.filter(offer_id=failure.runner_up_id).exists():
        _end(failure, Ending.ALSO, by=by, now=now)
    elif failure.stage == Stage.ASKED:
        _decline(failure, Ending.SILENT, by=by, now=now)
    else:
        _carry_or_end(failure, by=by, now=now)
    return failure


def _carry_or_end(failure: Failure, *, by: Actor, now: datetime) -> None:
    offer, held = _runner_up(failure), _held(failure)
    answered = Agreement.objects.filter(failure=failure, answer=Answer.YES).select_related("pledge")
    said = {row.pledge_id: row for row in answered}
    seed = bytes.fromhex(queries.outcome_of(failure.call).seed)
    all_yes = [Yes(row.pledge_id, row.pledge.commitment, row.weight) for row in said.values()]
    kept = carried(all_yes, held=held, quorum=offer.quorum, capacity=offer.capacity, seed=seed)
    if not kept:
        failure.agreed = len(said)
        _end(failure, Ending.FEW, by=by, now=now)
        return
    _assign(failure, [said[each.pledge] for each in kept])
    before = Failure.objects.filter(runner_up=offer, stage=Stage.CARRIED).aggregate(people=Sum("agreed"))["people"] or 0
    mark(failure.call, offer, took_over=before + len(kept))
    states.move(failure, Stage.CARRIED, field="stage", agreed=len(kept), ended_at=now)
    names, total = _names(failure), held + sum(each.weight for each in kept)
    fact = facts.CarriedOver(
        **_about(failure), offer=offer.ref, name=names[1], failed=names[0], people=len(kept), asked=failure.asked, total=total
    )
    say(fact, about=failure.call.topic, by=by, at=now)


def _held(failure: Failure) -> int:
    """What those add who buy from the runner-up already, in the unit of its quorum."""
    offer = _runner_up(failure)
    terms = queries.terms(failure.call)[offer.ref]
    rows = Assignment.objects.standing().filter(offer=offer).values_list("quantity", "pledge__new_for")
    return sum(weight(terms, quantity=quantity, is_new=offer.ref in new_for) for quantity, new_for in rows.iterator(ROWS_AT_ONCE))


def _assign(failure: Failure, rows: list[Agreement]) -> None:
    made = (
        Assignment(call=failure.call, pledge=row.pledge, offer=_runner_up(failure), entry=row.entry, quantity=row.pledge.quantity)
        for row in rows
    )
    Assignment.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)


def _end(failure: Failure, ending: Ending, *, by: Actor, now: datetime) -> None:
    states.move(failure, Stage.ENDED, field="stage", ending=ending, ended_at=now, agreed=failure.agreed)
    fact = facts.NobodyTookOver(**_about(failure), failed=_names(failure)[0], why=ending.value, asked=failure.asked, agreed=failure.agreed)
    say(fact, about=failure.call.topic, by=by, at=now)


def _decline(failure: Failure, ending: Ending, *, by: Actor, now: datetime) -> None:
    states.move(failure, Stage.ENDED, field="stage", ending=ending, ended_at=now)
    failed, name = _names(failure)
    silent = ending == Ending.SILENT
    fact = facts.RunnerUpDeclined(**_about(failure), offer=_runner_up(failure).ref, name=name, failed=failed, silent=silent)
    company = "" if silent else f"organisation:{_company(_runner_up(failure)).slug}"
    say(fact, about=failure.call.topic, by=by, at=now, acting_for=company)


def _in_time(failure: Failure, stage: Stage, now: datetime) -> None:
    if failure.stage != stage or failure.until is None or now >= failure.until:
        raise AnswerClosed


def _runner_up(failure: Failure) -> Offer:
    if failure.runner_up is None:
        raise AnswerClosed
    return failure.runner_up


def _company(offer: Offer) -> Any:
    return organisations_by_id([offer.organisation_id])[offer.organisation_id]


def _names(failure: Failure) -> tuple[str, str]:
    """The company that failed, and the one in its place."""
    offers = (failure.offer, _runner_up(failure))
    companies = organisations_by_id({each.organisation_id for each in offers})
    return companies[offers[0].organisation_id].name, companies[offers[1].organisation_id].name


def _about(failure: Failure) -> dict[str, str]:
    return {"call": failure.call.slug, "title": failure.call.title, "failure": failure.ref}

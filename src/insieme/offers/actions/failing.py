# SPDX-License-Identifier: AGPL-3.0-or-later
"""A supplier that fails after the outcome: saying so, and finding the runner-up by counting again without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import digest
from insieme.foundation.clock import spelled
from insieme.foundation.errors import Invalid
from insieme.offers import access, queries
from insieme.offers.actions.clearing import ROWS_AT_ONCE, files_of
from insieme.offers.actions.initiatives import changed_around
from insieme.offers.actions.interests import acting_for
from insieme.offers.facts import failing as facts
from insieme.offers.models import Agreement, Assignment, Call, Ending, Failure, Offer, Outcome, Stage
from insieme.offers.queries.clearing import Ballots
from insieme.offers.rules.clearing.clearing import clear as cleared
from insieme.offers.rules.clearing.result import Result
from insieme.offers.rules.runner_up import COMPANY_ANSWERS, gains, runner_up
from insieme.people.access import may_act_for
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say

LONGEST = 2000


@transaction.atomic
def declare_failure(slug: str, ref: str, *, by: Actor, because: str, now: datetime) -> Failure:
    """Say that the company of an offer that goes ahead does not keep to it. Nobody owes it anything any more. Twice is once.

    Refuses: what `access.offer_to_fail` refuses; `Invalid` without a reason. Says: `SupplierFailed`.
    """
    offer = access.offer_to_fail(by, slug, ref, lock=True)
    call = offer.call
    before = Failure.objects.filter(offer=offer).first()
    if before is not None:
        return before
    if not because.strip() or len(because) > LONGEST:
        raise Invalid({"because": _("Say in at most 2,000 characters why: everybody who bought from it reads it.")})
    speaker = _speaks_for(offer, by)
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    made = Failure.objects.create(
        call=call, offer=offer, because=because.strip(), declared_by_id=by.person_id, declared_for_id=speaker and speaker.pk, at=now
    )
    Assignment.objects.standing().filter(offer=offer).update(closed_at=now)
    mark(call, offer, failed=True)
    if not call.runner_up:
        states.move(made, Stage.ENDED, field="stage", ending=Ending.RULE, ended_at=now)
    name = speaker.name if speaker else ""
    fact = facts.SupplierFailed(call.slug, call.title, offer.ref, company.slug, company.name, made.because, name, call.runner_up)
    say(fact, about=call.topic, by=by, at=now, acting_for=f"organisation:{speaker.slug}" if speaker else "")
    return made


def _speaks_for(offer: Offer, by: Actor) -> Any:
    """The organisation in whose name it is said: the company itself, or one that promotes the call; None for who runs the site."""
    if may_act_for(by, offer.organisation_id):
        return organisations_by_id([offer.organisation_id])[offer.organisation_id]
    slug = acting_for(offer.call, by).removeprefix("organisation:")
    promoters = organisations_by_id(offer.call.promoters).values()
    return next((each for each in promoters if each.slug == slug), None)


def mark(call: Call, offer: Offer, **marks: Any) -> None:
    """Say beside the offer's numbers in the outcome what came of it later, so that no page asks for it; lists of calls tell it too."""
    outcome = Outcome.objects.only("summary").get(call=call)
    for row in outcome.summary["offers"]:
        if row["ref"] == offer.ref:
            row.update(marks)
    outcome.save(update_fields=["summary"])
    changed_around(call)


@dataclass(frozen=True, slots=True)
class Recount:
    """The clearing run again without the offers that failed (`gone`), and its files."""

    gone: frozenset[str]
    ballots: Ballots
    result: Result
    files: dict[str, str]


def seek_runner_up(slug: str, ref: str, *, by: Actor, now: datetime) -> Failure | None:
    """Count again without the suppliers that failed, and ask the company that most would then buy from; None while another is asked.

    The lists, the seed and the rule are those of the outcome, so anybody can do the same; nothing is held while it is counted.
    Twice is once. Says: `RunnerUpAsked`, or `NobodyTookOver` where nothing else goes ahead.
    """
    failure = access.failure(by, slug, ref)
    if failure.stage != Stage.RECOUNTING:
        return failure
    recount = _recount(failure.call)
    with transaction.atomic():
        failure = access.failure(by, slug, ref, lock=True)
        if failure.stage != Stage.RECOUNTING:
            return failure  # another worker was quicker
        if recount.gone != _gone(failure.call) or _others_are_asked(failure):
            return None
        _ask(failure, recount, by=by, now=now)
    return failure


def _gone(call: Call) -> frozenset[str]:
    return frozenset(Failure.objects.filter(call=call).values_list("offer__ref", flat=True))


def _others_are_asked(failure: Failure) -> bool:
    """One after the other: who is being carried over is not asked about two suppliers at once."""
    return Failure.objects.filter(call_id=failure.call_id, stage__in=(Stage.ASKED, Stage.AGREEING)).exists()


def _recount(call: Call) -> Recount:
    gone = _gone(call)
    ballots = queries.ballots(call, seed=bytes.fromhex(queries.outcome_of(call).seed), without=gone)
    result = cleared(ballots.instance)
    files, _public = files_of(ballots.instance, result)
    return Recount(gone, ballots, result, files)


def _ask(failure: Failure, recount: Recount, *, by: Actor, now: datetime) -> None:
    call, ballots = failure.call, recount.ballots
    free = _without_supplier(call, recount)
    counted = gains([offer.ref for _place, _entry, offer in free], [offer.ref for offer in ballots.offers])
    best = runner_up(counted)
    named = _names(failure.offer, *ballots.offers)
    digests: dict[str, Any] = {f"{name}_sha256": digest(b"", recount.files[name]) for name in ("result", "reduced")}
    told: dict[str, Any] = {"call": call.slug, "title": call.title, "failure": failure.ref, "failed": named[failure.offer.ref]}
    if best is None:
        states.move(failure, Stage.ENDED, field="stage", ending=Ending.NOBODY, ended_at=now, **recount.files)
        say(facts.NobodyTookOver(why=Ending.NOBODY.value, **told, **digests), about=call.topic, by=by, at=now)
        return
    asked = [each for each in free if each[2].ref == best]
    until, chosen = now + COMPANY_ANSWERS, asked[0][2]
    states.move(failure, Stage.ASKED, field="stage", runner_up=chosen, until=until, asked=len(asked), **recount.files)
    _write_agreements(failure, ballots, asked)
    seed = ballots.instance.seed.hex()
    fact = facts.RunnerUpAsked(offer=best, name=named[best], people=len(asked), until=spelled(until), seed=seed, **told, **digests)
    say(fact, about=call.topic, by=by, at=now)


def _without_supplier(call: Call, recount: Recount) -> list[tuple[int, int, Offer]]:
    """Who buys from nobody and would get something by the recount: the place of their pledge, the line of it, the offer."""
    ballots, rows = recount.ballots, recount.result.assigned
    served = set(Assignment.objects.standing().filter(call=call).values_list("pledge_id", flat=True))
    return [
        (place, entry, ballots.offers[ballots.instance.offer[entry, place]])
        for place, entry in zip(rows.pledge.tolist(), rows.entry.tolist(), strict=True)
        if ballots.pledges[place].pk not in served
    ]


def _write_agreements(failure: Failure, ballots: Ballots, asked: list[tuple[int, int, Offer]]) -> None:
    weight = ballots.instance.weight
    rows = (
        Agreement(
            failure=failure,
            pledge_id=ballots.pledges[place].pk,
            entry=ballots.places[place][entry],
            weight=1 if weight is None else int(weight[entry, place]),
        )
        for place, entry, _offer in asked
    )
    Agreement.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _names(*offers: Offer) -> dict[str, str]:
    companies = organisations_by_id({offer.organisation_id for offer in offers})
    return {offer.ref: companies[offer.organisation_id].name for offer in offers}

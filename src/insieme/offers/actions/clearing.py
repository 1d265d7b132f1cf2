# SPDX-License-Identifier: AGPL-3.0-or-later
"""Clearing: once, after the close, from the standing pledges to who buys from whom, published so that anybody can count again."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import canonical, digest
from insieme.offers import access, facts, queries
from insieme.offers.models import Assignment, Call, Outcome, Phase
from insieme.offers.queries.clearing import Ballots, summarised
from insieme.offers.rules.clearing.clearing import clear as cleared
from insieme.offers.rules.clearing.files import written
from insieme.offers.rules.clearing.instance import Instance
from insieme.offers.rules.clearing.reduction import Reduction, reduced
from insieme.offers.rules.clearing.result import Result
from insieme.record.actions import say
from insieme.record.queries import first_checkpoint_covering, root_at

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Draw:
    """Where the seed of a clearing comes from: the record up to the close, and the first checkpoint signed after it."""

    seed: bytes
    log_size: int
    log_root: bytes
    checkpoint_size: int


def clear(slug: str, *, by: Actor, now: datetime) -> Outcome | None:
    """Find out which offers go ahead and who buys from whom; None while the close is not sealed yet. Twice is once.

    The counting needs no lock: nothing can be added to a closed call. Refuses: what `access.call` refuses. Says: `Cleared`.
    """
    call = access.call(by, slug)
    if call.phase == Phase.CLEARED:
        return queries.outcome_of(call)
    draw = _draw(call)
    if draw is None:
        return None
    ballots = queries.ballots(call, seed=draw.seed)
    result = cleared(ballots.instance)
    with transaction.atomic():
        call = access.call(by, slug, lock=True)
        if call.phase == Phase.CLEARED:
            return queries.outcome_of(call)  # another worker was quicker
        outcome = _publish(call, ballots, result, draw, by=by, now=now)
        _assign(call, ballots, result)
        states.move(call, Phase.CLEARED, field="phase", cleared_at=now)
    return outcome


def count_reach(slug: str, *, by: Actor) -> Outcome:
    """Keep with an outcome from before whom its call reached, as every clearing does now. Twice is once.

    Refuses: what `access.call` refuses; `NotVisible` where there is no outcome.
    """
    call = access.call(by, slug)
    reach = asdict(queries.reach_of_call(call))
    Outcome.objects.filter(call=call, reach__isnull=True).update(reach=reach)
    return queries.outcome_of(call)


def _draw(call: Call) -> Draw | None:
    """The seed: SHA-256 of the root over everything before the close, and of the first signature given after it.

    Source: docs/adr/0004.
    """
    position = call.closed_fact.position if call.closed_fact else None
    checkpoint = None if position is None else first_checkpoint_covering(position)
    if position is None or checkpoint is None:
        return None
    root = root_at(position)
    return Draw(hashlib.sha256(root + checkpoint.signature.encode()).digest(), position, root, checkpoint.size)


def _publish(call: Call, ballots: Ballots, result: Result, draw: Draw, *, by: Actor, now: datetime) -> Outcome:
    files, public = files_of(ballots.instance, result)
    summary = summarised(ballots, result, public)
    drawn: dict[str, Any] = {
        "log_size": draw.log_size,
        "log_root": draw.log_root.hex(),
        "checkpoint_size": draw.checkpoint_size,
        "seed": draw.seed.hex(),
    }
    counted: dict[str, Any] = {"verdict": result.verdict, "certified": result.certified}
    counted |= {"people_served": result.people_served, "people_unserved": result.people_unserved}
    fact = facts.Cleared(
        call=call.slug,
        title=call.title,
        active=list(result.active),
        names=[offer["name"] for offer in summary["offers"] if offer["active"]],
        result_sha256=digest(b"", files["result"]),
        reduced_sha256=digest(b"", files["reduced"]),
        **counted,
        **drawn,
    )
    said = say(fact, about=call.topic, by=by, at=now)
    reach = asdict(queries.reach_of_call(call))
    return Outcome.objects.create(call=call, at=now, summary=summary, fact=said, reach=reach, **files, **counted, **drawn)


def files_of(instance: Instance, result: Result) -> tuple[dict[str, str], Reduction]:
    """The four files with which a clearing is counted again, two for everybody and two for auditors, and what is public of it."""
    public = reduced(instance, result)
    files = {
        "result": _told(public.result, public.instance),
        "reduced": written(public.instance),
        "full": written(instance),
        "full_result": _told(result, instance),
    }
    return files, public


def _told(result: Result, instance: Instance) -> str:
    return canonical(result.as_json(instance)) + "\n"


def _assign(call: Call, ballots: Ballots, result: Result) -> None:
    rows = result.assigned
    for start in range(0, len(rows.pledge), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        Assignment.objects.bulk_create(
            Assignment(
                call=call,
                pledge_id=ballots.pledges[place].pk,
                offer=ballots.offers[ballots.instance.offer[entry, place]],
                entry=ballots.places[place][entry],
                quantity=ballots.pledges[place].quantity,
            )
            for place, entry in zip(rows.pledge[part].tolist(), rows.entry[part].tolist(), strict=True)
        )

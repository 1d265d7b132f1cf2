# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suppliers that fail: saying so, the runner-up that takes over, the people who agree, the files of the recount."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Path

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.cursors import MOST
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.foundation.scopes import Scope
from insieme.offers import access
from insieme.offers.actions.failing import declare_failure as declare
from insieme.offers.actions.taking_over import agree, confirm_runner_up, decline_runner_up
from insieme.offers.queries.failures import Story, agreements_waiting, failures_of, recount_of, story_of, takeovers_waiting
from insieme.offers.queries.outcomes import FILES
from insieme.offers.schemas.failures import AgreementSent, AgreementTold, BecauseSent, ConfirmationSigned, FailureTold
from insieme.people.access import organisations_of

room = Room("Suppliers that fail")
Ref = Annotated[str, Path(max_length=12)]


def _failures(actor: Actor, slug: str) -> list[Story]:
    call = access.call(actor, slug)
    found = failures_of(actor, call, acts_for={each.pk for each in organisations_of(actor)})
    for each in found:
        each.failure.call = call
    return found


def _failure(actor: Actor, slug: str, ref: str) -> Story:
    found = [each for each in _failures(actor, slug) if each.failure.ref == ref]
    if not found:
        raise NotVisible
    return found[0]


def _mine(actor: Actor, slug: str, ref: str) -> Any:
    mine: Any = access.agreement(actor, slug, ref)
    mine.story = story_of(mine.failure, mine)
    return mine


@room.find("/calls/{slug}/failures", list[FailureTold])
def failures(request: Asked, slug: str) -> Any:
    """The suppliers of a call that failed after the outcome, the first one first, with what came of it."""
    return _failures(request.auth, slug)


@room.change("POST", "/calls/{slug}/offers/{ref}/failure", FailureTold, scope=Scope.CALL, status=201)
def declare_failure(request: Asked, slug: str, ref: Ref, sent: BecauseSent) -> Any:
    """Say that the company of an offer that goes ahead does not keep to it: for who promotes the call and for the company itself.

    Nobody owes it anything from then on, and pledges are counted again without it. Again changes nothing.
    """
    made = declare(slug, ref, by=request.auth, because=sent.because, now=clock.now())
    return _failure(request.auth, slug, made.ref)


@room.find("/calls/{slug}/failures/{ref}", FailureTold)
def failure(request: Asked, slug: str, ref: Ref) -> Any:
    """One supplier that failed, and what came of it."""
    return _failure(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/failures/{ref}/take-over", FailureTold, scope=Scope.OFFER)
def take_over(request: Asked, slug: str, ref: Ref, sent: ConfirmationSigned) -> Any:
    """Stand by the offer of one's company in the place of the one that failed, signed. Then its people are asked. Again changes nothing."""
    confirm_runner_up(slug, ref, by=request.auth, now=clock.now(), **sent.dict())
    return _failure(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/failures/{ref}/decline", FailureTold, scope=Scope.OFFER)
def decline_takeover(request: Asked, slug: str, ref: Ref) -> Any:
    """Not take the place of the one that failed; nobody holds it against the company. Again changes nothing."""
    decline_runner_up(slug, ref, by=request.auth, now=clock.now())
    return _failure(request.auth, slug, ref)


@room.find("/calls/{slug}/failures/{ref}/agreement", AgreementTold, own=True)
def agreement(request: Asked, slug: str, ref: Ref) -> Any:
    """What the one who asks would buy from the runner-up, and what they said to it. Only for who is asked."""
    return _mine(request.auth, slug, ref)


@room.change("PUT", "/calls/{slug}/failures/{ref}/agreement", AgreementTold, scope=Scope.PLEDGE)
def answer_takeover(request: Asked, slug: str, ref: Ref, sent: AgreementSent) -> Any:
    """Say whether one buys from the runner-up; until the deadline one may say otherwise."""
    agree(slug, ref, by=request.auth, yes=sent.yes, now=clock.now())
    return _mine(request.auth, slug, ref)


@room.find("/calls/{slug}/failures/{ref}/recount/{name}.json", dict[str, Any])
def recount_file(request: Asked, slug: str, ref: Ref, name: Literal[FILES]) -> Any:  # type: ignore[valid-type]
    """A file of the recount, exactly as it was published: reduced and result; full and full_result for auditors."""
    text = recount_of(request.auth, slug, ref, name)
    return HttpResponse(text.encode(), content_type="application/json")


@room.find("/me/agreements", list[AgreementTold], own=True)
def my_agreements(request: Asked) -> Any:
    """What waits for the yes or no of the one who asks because a supplier failed, the most urgent first."""
    return agreements_waiting(request.auth, limit=MOST)


@room.find("/me/takeovers", list[FailureTold], own=True)
def my_takeovers(request: Asked) -> Any:
    """The failures in whose place a company of the one who asks is asked, the most urgent first."""
    return takeovers_waiting(organisations_of(request.auth), limit=MOST)

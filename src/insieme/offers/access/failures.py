# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding suppliers that failed, and what somebody was asked because of it: to take over, to agree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible, WrongState
from insieme.offers.access.calls import call, offer, promotes
from insieme.offers.access.stages import NotInThisPhase
from insieme.offers.models import Agreement, Assignment, Call, Failure, Offer, Phase
from insieme.people.access import SignInFirst, is_operator, may_act_for


class NotGoingAhead(WrongState):
    """Only a supplier from whom somebody buys can fail them."""

    code = "not_going_ahead"
    sentence = _("Nobody buys from this offer, so there is nothing that its company could fail to deliver.")


def may_declare(actor: Actor, found: Call, organisation_id: int) -> bool:
    """Whether `actor` may say that this company fails: who promotes the call, who acts for the company, who runs the installation."""
    return promotes(actor, found) or may_act_for(actor, organisation_id) or is_operator(actor)


def offer_to_fail(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> Offer:
    """The offer that goes ahead, for those who may say that its company fails; one that has failed, too.

    Refuses: `SignInFirst`; `NotVisible` to everybody else; `NotInThisPhase` before the call is decided; `NotGoingAhead`.
    """
    if actor.person_id is None:
        raise SignInFirst
    if lock:
        locks.exclusive(f"call:{slug}")
    found = offer(actor, slug, ref)
    if not may_declare(actor, found.call, found.organisation_id):
        raise NotVisible
    if found.call.phase != Phase.CLEARED:
        raise NotInThisPhase(phase=found.call.phase)
    if not Assignment.objects.filter(offer_id=found.pk).exists():
        raise NotGoingAhead
    return found


def failure(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> Failure:
    """The failure of a supplier, with its offer and the runner-up, for everybody who sees the call. Refuses: `NotVisible`."""
    whole = call(actor, slug, lock=lock)
    found = Failure.objects.select_related("offer", "runner_up").filter(call_id=whole.pk, ref=ref).first()
    if found is None:
        raise NotVisible
    found.call = whole
    return found


def takeover(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> Failure:
    """The failure in whose place a company is asked, for those who act for it. Refuses: `SignInFirst`; `NotVisible` to everybody else."""
    if actor.person_id is None:
        raise SignInFirst
    found = failure(actor, slug, ref, lock=lock)
    if found.runner_up is None or not may_act_for(actor, found.runner_up.organisation_id):
        raise NotVisible
    return found


def agreement(actor: Actor, slug: str, ref: str, *, lock: bool = False) -> Agreement:
    """What `actor` is asked because of a failure. Many answer at the same time: only their own row is held.

    Refuses: `SignInFirst`; `NotVisible` to who is not asked.
    """
    if actor.person_id is None:
        raise SignInFirst
    if lock:
        locks.shared(f"call:{slug}")
    rows = Agreement.objects.select_for_update(of=("self",)) if lock else Agreement.objects
    whole = call(actor, slug)
    asked = rows.select_related("failure__offer", "failure__runner_up", "pledge")
    found = asked.filter(failure__ref=ref, failure__call_id=whole.pk, pledge__person_id=actor.person_id).first()
    if found is None:
        raise NotVisible
    found.failure.call = whole
    return found

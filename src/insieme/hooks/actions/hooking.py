# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making, changing and removing hooks, and sending again. Nothing of it is said in the record: whom one has called is one's own affair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks, states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.foundation.outward import fault_of
from insieme.hooks import access
from insieme.hooks.models import Delivery, DeliveryState, Hook, HookState
from insieme.hooks.rules import MOST_HOOKS, new_secret
from insieme.people.access import NotAtYourRole, may_act_for, me, organisation
from insieme.record.facts import kinds
from insieme.record.queries import latest_position


class EnoughHooks(WrongState):
    """So many and no more."""

    code = "enough_hooks"
    sentence = _("Ten web hooks are the most that one person or organisation can have. Remove one first.")


class TrialUnderWay(WrongState):
    """One trial at a time."""

    code = "trial_under_way"
    sentence = _("A trial is on its way already: wait for its answer.")


@transaction.atomic
def make_hook(*, by: Actor, address: str, chosen: Sequence[str] = (), topic: str = "", for_organisation: str = "", now: datetime) -> Hook:
    """Have `address` called with what is sealed from now on: facts of the chosen kinds (none: all), about one topic if it is given.

    Refuses: `SignInFirst`; `NotVisible` or `NotAtYourRole` at the organisation; `Invalid` address or kind; `EnoughHooks`.
    """
    person = me(by)
    _judge(address, chosen)
    owner = organisation(by, for_organisation) if for_organisation else None
    if owner and not may_act_for(by, owner.pk):
        raise NotAtYourRole
    locks.exclusive(f"hooks:{owner.slug if owner else person.ref}")
    owned = {"organisation": owner, "person": None if owner else person}
    same = Hook.objects.filter(**owned, address=address, topic=topic, kinds=sorted(chosen)).first()
    if same:
        return same
    if Hook.objects.filter(**owned).count() >= MOST_HOOKS:
        raise EnoughHooks
    wanted = {"address": address, "kinds": sorted(chosen), "topic": topic.strip(), "secret": new_secret()}
    return Hook.objects.create(**owned, **wanted, position=latest_position() + 1, created_at=now)


@transaction.atomic
def change_hook(ref: str, *, by: Actor, address: str, chosen: Sequence[str], topic: str = "") -> Hook:
    """Call another address, or with other facts, from now on. Refuses: what `access.hook` refuses; `Invalid` address or kind."""
    found = access.hook(by, ref, lock=True)
    _judge(address, chosen)
    found.address, found.kinds, found.topic = address, sorted(chosen), topic.strip()
    found.save(update_fields=["address", "kinds", "topic"])
    return found


@transaction.atomic
def renew_secret(ref: str, *, by: Actor) -> Hook:
    """Sign with a new secret from now on. Refuses: what `access.hook` refuses."""
    found = access.hook(by, ref, lock=True)
    found.secret = new_secret()
    found.save(update_fields=["secret"])
    return found


@transaction.atomic
def pause_hook(ref: str, *, by: Actor) -> Hook:
    """Call no more until it is started again. Again changes nothing. Refuses: what `access.hook` refuses."""
    found = access.hook(by, ref, lock=True)
    if found.state == HookState.ACTIVE:
        states.move(found, HookState.PAUSED)
    return found


@transaction.atomic
def start_hook(ref: str, *, by: Actor) -> Hook:
    """Go on where it stood: what came meanwhile is sent too, in order. Again changes nothing. Refuses: what `access.hook` refuses."""
    found = access.hook(by, ref, lock=True)
    if found.state != HookState.ACTIVE:
        states.move(found, HookState.ACTIVE, failures=0, next_at=None)
    return found


@transaction.atomic
def remove_hook(ref: str, *, by: Actor) -> None:
    """Remove a hook with its log. Refuses: what `access.hook` refuses."""
    access.hook(by, ref, lock=True).delete()


@transaction.atomic
def try_out(ref: str, *, by: Actor, now: datetime) -> Delivery:
    """Send a trial that tells nothing. Refuses: what `access.hook` refuses; `TrialUnderWay`."""
    found = access.hook(by, ref, lock=True)
    if found.deliveries.filter(position=None, state=DeliveryState.WAITING).exists():
        raise TrialUnderWay
    made = Delivery.objects.create(hook=found, queued_at=now)
    _call_now(found)
    return made


@transaction.atomic
def send_again(hook_ref: str, ref: str, *, by: Actor) -> Delivery:
    """Send once more, with the same identity, so that the receiver knows it. Refuses: what `access.delivery` refuses."""
    found = access.delivery(by, hook_ref, ref, lock=True)
    Delivery.objects.filter(pk=found.pk).update(state=DeliveryState.WAITING)
    _call_now(found.hook)
    found.state = DeliveryState.WAITING
    return found


@transaction.atomic
def skip(hook_ref: str, ref: str, *, by: Actor) -> Delivery:
    """Leave a fact out that the receiver does not take, so that the next ones can go. Refuses: what `access.delivery` refuses."""
    found = access.delivery(by, hook_ref, ref, lock=True)
    Delivery.objects.filter(pk=found.pk, state=DeliveryState.WAITING).update(state=DeliveryState.SKIPPED)
    _call_now(found.hook)
    found.refresh_from_db(fields=["state"])
    return found


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - what every room is asked
    """Remove the hooks of a person who leaves, with their logs. Those of organisations stay."""
    Hook.objects.filter(person_id=person_id).delete()


def _call_now(hook: Hook) -> None:
    Hook.objects.filter(pk=hook.pk).update(next_at=None)


def _judge(address: str, chosen: Sequence[str]) -> None:
    wrong: dict[str, str] = {}
    if fault := fault_of(address):
        wrong["address"] = fault
    if set(chosen) - {kind.name for kind in kinds()}:
        wrong["chosen"] = str(_("Choose among the kinds of facts that are listed."))
    if wrong:
        raise Invalid(wrong)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calling hooks: what is sealed is queued for those who want it, and sent in the order of the record, at least once.

One worker at a time calls a hook. While a call fails, what comes after it waits; nothing is left out unless its owner says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.outward import Reply, post
from insieme.hooks.facts import HOOKS, HookStopped
from insieme.hooks.models import Delivery, DeliveryState, Hook, HookState
from insieme.hooks.rules import GONE, KEPT_FOR, PING, body_of, headers_of, next_call
from insieme.people.queries import organisations_by_id
from insieme.people.queries.persons import persons_by_id
from insieme.record.actions import say
from insieme.record.facts import kind_of
from insieme.record.queries import at_positions, following, latest_position

AT_ONCE = 500  # entries that are looked at together
IN_A_ROW = 20  # calls to one hook before others have their turn
LEASE = timedelta(minutes=5)  # longer than so many calls can take


@dataclass(frozen=True, slots=True)
class _Call:
    """What is about to be sent."""

    delivery: Delivery
    secret: str
    ident: str
    body: bytes


def queue_new(*, now: datetime) -> int:
    """Queue the facts that were sealed since for the hooks that want them; return how many deliveries were made."""
    end = latest_position() + 1
    behind = Hook.objects.filter(state=HookState.ACTIVE, position__lt=end)
    if not behind.exists():
        return 0
    with transaction.atomic():
        hooks = list(behind.select_for_update(skip_locked=True).order_by("pk"))
        if not hooks:
            return 0
        start = min(hook.position for hook in hooks)
        entries = following(start, until=end - 1, limit=AT_ONCE)
        upto = (entries[-1].position or 0) + 1 if len(entries) == AT_ONCE else end
        said = [(entry.position or 0, kind_of(entry.code), entry.about) for entry in entries]
        made = [
            Delivery(hook=hook, position=position, queued_at=now)
            for hook in hooks
            for position, kind, about in said
            if position >= hook.position and _wants(hook, kind.name if kind else "", about)
        ]
        Delivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=AT_ONCE)
        Hook.objects.filter(pk__in=[hook.pk for hook in hooks], position__lt=upto).update(position=upto)
    return len(made)


def hand_over(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the hooks that have something to be sent, each to one worker; return how many."""
    due = _due(now)
    if not due.exists():
        return 0
    with transaction.atomic():
        refs = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("ref", flat=True))
        Hook.objects.filter(ref__in=refs).update(called_until=now + LEASE)
        for ref in refs:
            to(ref)
    return len(refs)


def call(ref: str) -> int:
    """Send what waits for this hook, the oldest first, until one fails or others should have their turn; return how many were taken."""
    taken = 0
    while taken < IN_A_ROW and (ready := _next(ref)):
        now = clock.now()
        headers = headers_of(ready.secret, ident=ready.ident, now=now, body=ready.body)
        reply = post(ready.delivery.hook.address, body=ready.body, headers=headers)
        _keep(ready.delivery, reply, clock.now())
        if not reply.welcome:
            break
        taken += 1
    Hook.objects.filter(ref=ref).update(called_until=None)
    return taken


def forget_old(*, now: datetime) -> int:
    """Forget what was taken or left out long ago; return how many."""
    ended = Delivery.objects.filter(queued_at__lt=now - KEPT_FOR).exclude(state=DeliveryState.WAITING)
    return ended.delete()[0]


def _wants(hook: Hook, kind: str, about: str) -> bool:
    return (not hook.kinds or kind in hook.kinds) and (not hook.topic or about == hook.topic)


def _due(now: datetime) -> QuerySet[Hook]:
    waiting = Delivery.objects.filter(hook=OuterRef("pk"), state=DeliveryState.WAITING)
    trial = waiting.filter(position=None)
    free = Q(called_until=None) | Q(called_until__lt=now)
    ready = Q(next_at=None) | Q(next_at__lte=now)
    return Hook.objects.filter(free, ready).filter(Q(Exists(waiting), state=HookState.ACTIVE) | Exists(trial))


def _next(ref: str) -> _Call | None:
    rows = Delivery.objects.filter(hook__ref=ref, state=DeliveryState.WAITING).select_related("hook")
    # A trial goes first, and also to a hook that stands still: it is how its owner finds out whether it works again.
    found = rows.filter(position=None).first() or rows.filter(hook__state=HookState.ACTIVE).order_by("position").first()
    if found is None:
        return None
    ident, body = (f"{ref}.{found.ref}", _trial(found)) if found.position is None else (f"{ref}.{found.position}", _fact(found.position))
    return _Call(found, found.hook.secret, ident, body)


def _trial(delivery: Delivery) -> bytes:
    return body_of(PING, delivery.queued_at, {"hook": delivery.hook.ref})


def _fact(position: int) -> bytes:
    entry = at_positions([position])[position]
    path = reverse("record:entry", args=[position])
    named = {name: getattr(entry, name) for name in ("version", "about", "actor", "digest")}
    data = named | {"position": position, "public": json.loads(entry.public), "path": path}
    return body_of(entry.code, entry.at, data)


@transaction.atomic
def _keep(delivery: Delivery, reply: Reply, now: datetime) -> None:
    """Write down what came back. A failure of a fact holds up those after it; one of a trial holds up nothing."""
    heard = {"status": reply.status, "answer": reply.text[:2000], "took_ms": reply.took_ms, "at": now, "attempts": F("attempts") + 1}
    done = reply.welcome or delivery.position is None
    waiting = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    waiting.update(**heard, state=DeliveryState.SENT if done else DeliveryState.WAITING)
    if delivery.position is None:
        return
    hooks = Hook.objects.filter(pk=delivery.hook_id)
    if reply.welcome:
        hooks.update(failures=0, next_at=None)
        return
    failures = delivery.hook.failures + 1
    due = None if reply.status == GONE else next_call(failures, now)
    hooks.update(failures=failures, next_at=due)
    if due is None and hooks.filter(state=HookState.ACTIVE).update(state=HookState.STOPPED):
        _say_stopped(delivery.hook, now)


def _say_stopped(hook: Hook, now: datetime) -> None:
    slug = organisations_by_id([hook.organisation_id])[hook.organisation_id].slug if hook.organisation_id else ""
    person = persons_by_id([hook.person_id])[hook.person_id].topic if hook.person_id else ""
    say(HookStopped(hook.ref, slug, person), about=HOOKS, by=Actor.system(HOOKS), at=now)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when something is known: it counts who takes part, and tells them what came out."""

from __future__ import annotations

from collections import Counter

from django.db.models import F

from insieme.offers.models import Call, Pledge
from insieme.offers.tasks import send_outcome
from insieme.record.reactions import SealedFact

LETTERS_AT_ONCE = 200


def on_pledged_count(told: list[SealedFact]) -> None:
    """Roll up how many people take part. The relay moves its cursor in the same transaction, so each fact counts once."""
    changes: Counter[str] = Counter()
    for fact in told:
        changes[fact.public["call"]] += -1 if fact.code == "offers.pledge_withdrawn" else int(not fact.public["again"])
    for slug, change in changes.items():
        Call.objects.filter(slug=slug).update(people=F("people") + change)


def on_cleared_tell(fact: SealedFact) -> None:
    """Have everybody who pledged written to, some hundreds a task."""
    slug = fact.public["call"]
    pledges = Pledge.objects.filter(call__slug=slug).standing()
    people = list(pledges.order_by("person_id").values_list("person_id", flat=True))
    for start in range(0, len(people), LETTERS_AT_ONCE):
        send_outcome.enqueue(slug, people[start : start + LETTERS_AT_ONCE])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when something is known: it counts who takes part, and tells them what came out."""

from __future__ import annotations

from django.db import connection

from insieme.offers.models import Pledge
from insieme.offers.tasks import send_outcome
from insieme.record.reactions import SealedFact

LETTERS_AT_ONCE = 200


def on_pledged_count(fact: SealedFact) -> None:
    """Roll up how many people take part. The relay moves its cursor in the same transaction, so each fact counts once."""
    change = -1 if fact.code == "offers.pledge_withdrawn" else int(not fact.public["again"])
    if change:
        # Written out: it runs once for every pledge, and Django would take ten times as long to compose it as it takes to run.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE offers_call SET people = people + %s WHERE slug = %s", [change, fact.public["call"]])


def on_cleared_tell(fact: SealedFact) -> None:
    """Have everybody who pledged written to, some hundreds a task."""
    slug = fact.public["call"]
    pledges = Pledge.objects.filter(call__slug=slug).standing()
    people = list(pledges.order_by("person_id").values_list("person_id", flat=True))
    for start in range(0, len(people), LETTERS_AT_ONCE):
        send_outcome.enqueue(slug, people[start : start + LETTERS_AT_ONCE])

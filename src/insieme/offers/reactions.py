# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when something is known. Whom it tells of what is said in `queries.audiences`."""

from __future__ import annotations

from collections import Counter

from django.db.models import F

from insieme.foundation.actor import Actor
from insieme.offers.actions import find_ties, rename_beside
from insieme.offers.actions.naming import rename_bidder
from insieme.offers.models import Call
from insieme.record.reactions import SealedFact


def on_pledged_count(told: list[SealedFact]) -> None:
    """Roll up how many people take part. The relay moves its cursor in the same transaction, so each fact counts once."""
    changes: Counter[str] = Counter()
    for fact in told:
        changes[fact.public["call"]] += -1 if fact.code == "offers.pledge_withdrawn" else int(not fact.public["again"])
    for slug, change in changes.items():
        Call.objects.filter(slug=slug).update(people=F("people") + change)


def on_role_given_look_for_ties(fact: SealedFact) -> None:
    """See whether somebody now acts both for a promoter of a call and for a company that has answered it."""
    find_ties(fact.public["organisation"], by=Actor.system("offers"), now=fact.at)


def on_organisation_renamed_tell_beside(fact: SealedFact) -> None:
    """Call an organisation by its new name wherever it stands beside a call."""
    rename_beside(fact.public["organisation"])


def on_organisation_renamed_rename_talks(fact: SealedFact) -> None:
    """Call the talks about its offers by its new name, and say so in their calls."""
    rename_bidder(fact.public["organisation"], was=fact.public["was"], by=Actor.system("offers"))

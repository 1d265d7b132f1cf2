# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is named on a call, or was granted a hearing, and may reply; and what they replied."""

from __future__ import annotations

from typing import Any

from insieme.foundation.actor import Actor
from insieme.offers.models import Call, FoundTie, Hearing, Offer, Reply, Tie
from insieme.people.access import organisations_of


def named_on(call: Call) -> set[int]:
    """The organisations that may reply: who signed an offer, also a withdrawn one, who is in a tie, who is heard. Four queries."""
    bidders = Offer.objects.filter(call_id=call.pk, signed_at__isnull=False).values_list("organisation_id", flat=True)
    tied = Tie.objects.filter(declaration__call_id=call.pk, organisation__isnull=False).values_list("organisation_id", flat=True)
    found = FoundTie.objects.filter(call_id=call.pk).values_list("company_id", flat=True)
    heard = Hearing.objects.heard().filter(call_id=call.pk).values_list("organisation_id", flat=True)
    return {*bidders, *(each for each in tied if each), *found, *heard}


def may_reply_for(actor: Actor, call: Call) -> list[Any]:
    """The organisations in whose name the reader may reply. Five queries at most; none for strangers."""
    mine = organisations_of(actor)
    named = named_on(call) if mine else set()
    return [each for each in mine if each.pk in named]


def last_reply(call: Call, organisation_id: int) -> Reply | None:
    """What the organisation last replied. One query."""
    return Reply.objects.filter(call_id=call.pk, organisation_id=organisation_id).order_by("-number").first()


def last_replies(call: Call) -> list[Reply]:
    """The last version of each reply, with its organisation, the first to reply first. One query."""
    rows = Reply.objects.filter(call_id=call.pk).select_related("organisation").order_by("pk")
    return list({each.organisation_id: each for each in rows}.values())

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping with a call what stands beside it on its page, whenever any of it changes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from insieme.offers.models import Call, CoPromoter, FoundTie, Reply, Tie
from insieme.offers.queries.beside import told_beside


def tell_beside(call: Call) -> None:
    """Tell anew what stands beside the call. Stands inside of the transaction of the change."""
    call.beside = told_beside(call)
    Call.objects.filter(pk=call.pk).update(beside=call.beside)


@transaction.atomic
def rename_beside(slug: str) -> int:
    """Tell anew what stands beside the calls that name the organisation at this address; return how many."""
    ties = Tie.objects.filter(organisation__slug=slug).values("declaration__call_id")
    joined = CoPromoter.objects.filter(organisation__slug=slug).values("call_id")
    found = FoundTie.objects.filter(Q(company__slug=slug) | Q(promoter__slug=slug)).values("call_id")
    replied = Reply.objects.filter(organisation__slug=slug).values("call_id")
    named = Q(promoter__slug=slug) | Q(pk__in=ties) | Q(pk__in=joined) | Q(pk__in=found) | Q(pk__in=replied)
    calls = Call.objects.filter(named).order_by("pk")
    for call in calls:
        tell_beside(call)
    return len(calls)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What operators see of calls, offers, pledges and outcomes. Not who has pledged: nobody needs to know that here."""

from __future__ import annotations

from django.contrib import admin

from insieme.foundation.administration import ReadOnly
from insieme.offers.models import Assignment, Call, Offer, Outcome, Pledge


@admin.register(Call)
class CallAdmin(ReadOnly):
    """A call."""

    list_display = ("title", "phase", "choosing_at", "closes_at", "people")
    list_filter = ("phase", "category")
    search_fields = ("title", "slug")
    ordering = ("-id",)
    exclude = ("opened_by",)


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    """An offer."""

    list_display = ("product", "organisation", "call", "price_minor", "currency", "state")
    list_filter = ("state",)
    list_select_related = ("organisation", "call")
    search_fields = ("product", "=ref")
    ordering = ("-id",)
    exclude = ("made_by", "signed_by")


@admin.register(Pledge)
class PledgeAdmin(ReadOnly):
    """A pledge, without its person."""

    list_display = ("ref", "call", "number", "quantity", "withdrawn", "at")
    list_filter = ("withdrawn",)
    list_select_related = ("call",)
    search_fields = ("=ref", "=commitment")
    ordering = ("-id",)
    fields = ("ref", "call", "number", "entries", "quantity", "withdrawn", "commitment", "at")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnly):
    """What the clearing found, as it is published."""

    list_display = ("call", "at", "verdict", "certified", "people_served", "people_unserved")
    list_select_related = ("call",)
    ordering = ("-id",)
    fields = ("call", "at", "verdict", "certified", "people_served", "people_unserved", "seed", "log_size", "log_root")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    """What a pledge got."""

    list_display = ("pledge", "call", "offer", "quantity", "closed_at")
    list_select_related = ("pledge", "call", "offer")
    ordering = ("-id",)

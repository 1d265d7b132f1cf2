# SPDX-License-Identifier: AGPL-3.0-or-later
"""What operators see of calls, offers, pledges and outcomes.

Not who has pledged: nobody needs to know that here. Nor for what, until the call is decided: people are promised that nobody learns it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from insieme.foundation.administration import ReadOnly, put_in_words
from insieme.offers.models import Assignment, Call, Offer, Outcome, Phase, Pledge


@admin.register(Call)
class CallAdmin(ReadOnly):
    """A call."""

    list_display = ("title", "phase", "choosing_at", "closes_at", "people")
    list_filter = ("phase", "category")
    search_fields = ("title", "slug")
    ordering = ("-id",)
    exclude = ("opened_by", "thread", "co_promoters", "beside", "around", "closed_fact")


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    """An offer."""

    list_display = ("product", "organisation", "call", "price_minor", "currency", "state")
    list_filter = ("state",)
    list_select_related = ("organisation", "call")
    search_fields = ("product", "=ref")
    ordering = ("-id",)
    exclude = ("made_by", "signed_by", "thread", "reviews", "alike")


@admin.register(Pledge)
class PledgeAdmin(ReadOnly):
    """A pledge, without its person; its list only once the call is cleared, since from the lists one counts how the offers stand."""

    list_display = ("ref", "call", "number", "quantity", "withdrawn", "at")
    list_filter = ("withdrawn",)
    list_select_related = ("call",)
    search_fields = ("=ref", "=commitment")
    ordering = ("-id",)
    fields = ("ref", "call", "number", "quantity", "withdrawn", "commitment", "at")

    def get_fields(self, request: HttpRequest, obj: Pledge | None = None) -> Any:
        """With the list where it is secret no more."""
        shown = super().get_fields(request, obj)
        return [*shown, "entries"] if obj is not None and obj.call.phase == Phase.CLEARED else shown


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


put_in_words(
    Call,
    _("call"),
    _("calls"),
    title=_("Title"),
    place=_("place"),
    promoter=_("promoter"),
    menu=_("menu of conditions"),
    revisions=_("revisions of its offers"),
    criteria=_("criteria"),
    proof_expected=_("proof expected"),
    phase=_("phase"),
    cancelled_because=_("why it was cancelled"),
    people=_("people who pledged"),
    published_at=_("published on"),
    cleared_at=_("cleared on"),
)
put_in_words(
    Offer,
    _("offer"),
    _("offers"),
    organisation=_("organisation"),
    call=_("call"),
    currency=_("currency"),
    quorum=_("quorum"),
    state=_("state"),
    signed_name=_("signed by"),
    signed_title=_("signed as"),
    signed_at=_("signed on"),
    revision=_("revision in force"),
)
put_in_words(
    Pledge,
    _("pledge"),
    _("pledges"),
    call=_("call"),
    number=_("number"),
    entries=_("entries"),
    quantity=_("quantity"),
    withdrawn=_("withdrawn"),
    commitment=_("digest of the receipt"),
)
put_in_words(
    Outcome,
    _("outcome"),
    _("outcomes"),
    call=_("call"),
    verdict=_("verdict"),
    certified=_("certified"),
    people_served=_("people served"),
    people_unserved=_("people not served"),
    seed=_("seed of the lottery"),
    log_size=_("size of the log"),
    log_root=_("root of the log"),
)
put_in_words(
    Assignment,
    _("assignment"),
    _("assignments"),
    pledge=_("pledge"),
    call=_("call"),
    offer=_("offer"),
    entry=_("place in the list"),
    quantity=_("quantity"),
    closed_at=_("not standing since"),
)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offers: what a company would sell at what price, and what it commits to if enough people choose it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.foundation.money import Money
from insieme.offers.models.calls import Call


class QuorumUnit(models.TextChoices):
    """What is counted toward the quorum, the tiers and the capacity."""

    BUYERS = "buyers", _("people who buy")
    NEW_CUSTOMERS = "new_customers", _("new customers")
    UNITS = "units", _("units")
    EURO = "euro", _("euro of purchases")


class Basis(models.TextChoices):
    """Of what the committed percentage or amount is taken; sources of past campaigns disagreed, so it is always said."""

    TAKINGS = "takings", _("of the takings from this call")
    PROFITS = "profits", _("of the profits from this call")
    PER_UNIT = "per_unit", _("for each unit sold")
    PER_PERSON = "per_person", _("for each person who buys")
    ONCE = "once", _("once")


class OfferState(models.TextChoices):
    """An offer is visible once a manager has signed it."""

    DRAFT = "draft", _("draft, not signed yet")
    SIGNED = "signed", _("signed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class OfferQuerySet(models.QuerySet["Offer"]):
    """The words by which offers are asked for."""

    def standing(self) -> OfferQuerySet:
        """Signed and not withdrawn: those that people may choose."""
        return self.filter(state=OfferState.SIGNED)


def first() -> list[int]:
    """The numbers of the revisions whose words are in force, of an offer that was never revised."""
    return [1]


class Offer(models.Model):
    """A product at a price with a commitment, from one organisation to one call: the words in force. Earlier ones: `Revision`."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        OfferState.DRAFT: frozenset({OfferState.SIGNED, OfferState.WITHDRAWN}),
        OfferState.SIGNED: frozenset({OfferState.WITHDRAWN}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    product = models.CharField(_("product"), max_length=160)
    price_minor = models.PositiveBigIntegerField(_("price for one unit"))
    currency = models.CharField(max_length=3, default="EUR")
    terms = models.TextField(_("terms"), blank=True, max_length=5000)
    quorum = models.PositiveBigIntegerField(_("quorum"))
    quorum_unit = models.CharField(_("counted in"), max_length=14, choices=QuorumUnit.choices, default=QuorumUnit.BUYERS)
    capacity = models.PositiveBigIntegerField(_("capacity"), null=True, blank=True)
    commitment = models.TextField(_("commitment"), max_length=1000)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices)
    proof = models.TextField(_("how it will be proved"), max_length=1000)
    proof_by = models.DateField(_("proved by"))
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.DRAFT)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(max_length=80, blank=True)
    signed_title = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    thread = models.ForeignKey("voices.Thread", null=True, on_delete=models.PROTECT, related_name="+")
    reviews = models.ForeignKey(
        "voices.Thread", null=True, on_delete=models.PROTECT, related_name="+", help_text="where people say why they rate it so"
    )
    created_at = models.DateTimeField()
    revision = models.PositiveSmallIntegerField(default=1, help_text="the number of the words in force")
    alike: models.JSONField[Any, Any] = models.JSONField(default=first, help_text="the numbers of the revisions that say what is in force")

    objects = OfferQuerySet.as_manager()

    class Meta:
        """One standing offer of an organisation to a call; numbers that make sense."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], condition=~Q(state="withdrawn"), name="one_offer_per_organisation"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="offer_quorum_at_least_one"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=models.F("quorum")), name="offer_capacity_not_under_quorum"
            ),
        ]

    def __str__(self) -> str:
        return self.product

    @property
    def price(self) -> Money:
        """The price of one unit."""
        return Money(self.price_minor, self.currency)


class Tier(models.Model):
    """What the company commits to when the total reaches this threshold, in the unit of the quorum.

    Either `percent_hundredths` (2200 is 22 %) or `amount_minor` (cents) may be given, or neither where the words say it all.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="tiers")
    threshold = models.PositiveBigIntegerField()
    percent_hundredths = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.PositiveBigIntegerField(null=True, blank=True)
    what = models.CharField(max_length=240, blank=True)

    class Meta:
        """Tiers rise."""

        ordering: ClassVar[list[str]] = ["threshold"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "threshold"], name="one_tier_per_threshold"),
            models.CheckConstraint(
                condition=Q(percent_hundredths__isnull=True) | Q(percent_hundredths__lte=10_000), name="tier_percent_at_most_100"
            ),
            models.CheckConstraint(
                condition=Q(percent_hundredths__isnull=True) | Q(amount_minor__isnull=True), name="tier_percent_or_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threshold}: {self.what}"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ratings: how people judge an offer by the criteria of its call."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.offers.models.offers import Offer


class Standing(models.TextChoices):
    """What somebody had to do with the call when they rated: only who stands outside is counted, the others are shown apart."""

    OUTSIDE = "outside", _("everybody else")
    BIDDER = "bidder", _("people of the companies that make offers")
    PROMOTER = "promoter", _("people of the promoter")


class Rating(models.Model):
    """What one person gave an offer on one criterion: one to five. Nobody else sees whose it is, nor whose the voice is that says why."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="ratings")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    criterion = models.PositiveSmallIntegerField()
    mark = models.PositiveSmallIntegerField()
    voice = models.OneToOneField("voices.Voice", null=True, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.OUTSIDE)
    revision = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        """One mark a person and criterion; counted by criterion and mark."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "person", "criterion"], name="one_rating_per_criterion"),
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=5), name="marks_are_one_to_five"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["offer", "standing", "criterion", "mark"], name="ratings_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.mark}"

    @property
    def reason(self) -> str:
        """Why, as the person last wrote it; empty where nothing is said, or is said no more."""
        return self.voice.words if self.voice else ""

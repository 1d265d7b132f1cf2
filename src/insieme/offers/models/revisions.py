# SPDX-License-Identifier: AGPL-3.0-or-later
"""Revisions: what an offer said from which signature on; and which aspects of it people would like improved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.offers.models.offers import Offer


class Aspect(models.TextChoices):
    """What of an offer people may ask to be improved."""

    PRICE = "price", _("price")
    COMMITMENT = "commitment", _("commitment")
    QUORUM = "quorum", _("quorum or capacity")
    PROOF = "proof", _("proof")
    TERMS = "terms", _("terms")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """The words by which revisions are asked for."""

    def signed(self) -> RevisionQuerySet:
        """Those that were or are in force: everybody sees them."""
        return self.exclude(signed_at=None)


class Revision(models.Model):
    """All words and numbers of an offer as one signature bound them; a draft until it is signed, never changed afterwards.

    `words` is the snapshot that `rules.revisions` makes, `digest` the SHA-256 of its canonical JSON. `answers` lists the aspects
    that people had asked to be improved and that this revision answers, `because` what the company says of it.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    words: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    because = models.CharField(max_length=500, blank=True)
    answers: models.JSONField[Any, Any] = models.JSONField(default=list)
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(max_length=80, blank=True)
    signed_title = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    fact = models.OneToOneField("record.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        """One of each number, so at most one draft beside the signed ones."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_revision_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revisions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}, {self.number}"


class Wish(models.Model):
    """That somebody would like an aspect of an offer improved; `revision` is the one that they had before them."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    revision = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        """Asked once of each revision; what was answered may be asked anew."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "aspect", "person", "revision"], name="wished_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.aspect}"

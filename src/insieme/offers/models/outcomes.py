# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes: what the clearing of a call found, and what each pledge got."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from insieme.offers.models.calls import Call
from insieme.offers.models.offers import Offer
from insieme.offers.models.pledges import Pledge


class Outcome(models.Model):
    """The result of clearing one call, as it is published.

    `result` and `reduced` are the two files of the recount, both as text so that the bytes never change:
    the result, and the reduced lists on which `insieme clear` finds it again. `full` and `full_result` are for auditors only:
    the lists of everybody, and who got what of them. `reach` is whom the call reached, counted once, so that no consent or
    account of one person that comes or goes later moves it.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="outcome")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10)
    certified = models.BooleanField()
    people_served = models.PositiveIntegerField()
    people_unserved = models.PositiveIntegerField()
    summary: models.JSONField[Any, Any] = models.JSONField(default=dict)
    result = models.TextField()
    reduced = models.TextField()
    full = models.TextField()
    full_result = models.TextField()
    seed = models.CharField(max_length=64)
    log_size = models.PositiveBigIntegerField()
    log_root = models.CharField(max_length=64)
    checkpoint_size = models.PositiveBigIntegerField()
    fact = models.OneToOneField("record.Entry", on_delete=models.PROTECT, related_name="+")
    reach: models.JSONField[Any, Any] = models.JSONField(
        null=True, help_text='people in full tens: {"ages": {"18-29": 20}, "interests": {"food": 10}}; none: not counted yet'
    )

    class Meta:
        """The clock looks for those of before, whose reach was never counted."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["id"], condition=Q(reach__isnull=True), name="outcomes_uncounted")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.verdict}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """The words by which assignments are asked for."""

    def standing(self) -> AssignmentQuerySet:
        """Those whose supplier has not failed."""
        return self.filter(closed_at=None)


class Assignment(models.Model):
    """That this pledge buys from this offer, by this entry of its list (counted from 0), until its supplier fails: then it is closed.

    Whoever is carried over to the runner-up gets another one.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="assignments")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    entry = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        """A supplier's list is by offer; a pledge buys from one supplier at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pledge"], condition=Q(closed_at=None), name="one_standing_assignment_per_pledge"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["offer", "id"], name="assignments_by_offer")]

    def __str__(self) -> str:
        return f"{self.pledge_id} -> {self.offer_id}"

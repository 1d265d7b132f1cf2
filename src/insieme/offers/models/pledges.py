# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledges: insert-only. To replace or withdraw one is to add the next number."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call
from insieme.offers.models.initiatives import Initiative


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """The words by which pledges are asked for."""

    def last_words(self) -> PledgeQuerySet:
        """The last word of each person, withdrawals included: no later number exists."""
        later = Pledge.objects.filter(
            call_id=models.OuterRef("call_id"), person_id=models.OuterRef("person_id"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))

    def standing(self) -> PledgeQuerySet:
        """The last word of each person who has not withdrawn."""
        return self.last_words().filter(withdrawn=False)


class Pledge(models.Model):
    """What one person would buy: up to five offers in order, each with its conditions.

    `entries` is a list of `{"offer": ref, "at_least": m, "near": m}`, best first, the conditions optional.
    `new_for` lists the refs of the offers to whose organisation this person declares to be a new customer.
    `initiative` is through whose invitation they came, if through any: only counted, in all; the clearing does not know it.
    `commitment` is the salted digest that stands in the record. Nobody who has pledged is deleted: without
    its person a pledge that was replaced or withdrawn would count again.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="pledges")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    entries: models.JSONField[Any, Any] = models.JSONField(default=list)
    new_for: models.JSONField[Any, Any] = models.JSONField(default=list)
    quantity = models.PositiveIntegerField(default=1)
    place_code = models.CharField(max_length=40, blank=True)
    withdrawn = models.BooleanField(default=False)
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    fact = models.OneToOneField("record.Entry", on_delete=models.PROTECT, related_name="+")
    commitment = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = PledgeQuerySet.as_manager()

    class Meta:
        """The unique key is what forbids a second pledge, whoever clicks how often."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "person", "number"], name="one_pledge_per_person_and_number"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="pledge_quantity_at_least_one"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="pledges_by_person"),
            # Only of those that came through one: a pledge without pays nothing for it.
            models.Index(fields=["initiative"], condition=Q(initiative__isnull=False), name="pledges_by_initiative"),
        ]

    def __str__(self) -> str:
        return self.ref

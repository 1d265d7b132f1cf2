# SPDX-License-Identifier: AGPL-3.0-or-later
"""Initiatives: an organisation brings its people to a call, and says how many they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call


class Crowd(models.TextChoices):
    """Whom an organisation counts when it says how many people it has."""

    EMPLOYEES = "employees", _("people who work there")
    MEMBERS = "members", _("members")
    RESIDENTS = "residents", _("people who live there")
    OTHERS = "others", _("other people who follow it")


class InitiativeState(models.TextChoices):
    """Whether people still come through it."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Initiative(models.Model):
    """One organisation's people in one call. `declared` is what it says; how many pledged is counted from the pledges themselves."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {InitiativeState.OPEN: frozenset({InitiativeState.CLOSED})}

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="initiatives")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    crowd = models.CharField(max_length=10, choices=Crowd.choices)
    declared = models.PositiveIntegerField()
    goal = models.PositiveIntegerField(null=True, blank=True)
    words = models.TextField(max_length=1000)
    state = models.CharField(max_length=6, choices=InitiativeState.choices, default=InitiativeState.OPEN)
    opened_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """One of an organisation in a call."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], name="one_initiative_per_organisation"),
            models.CheckConstraint(condition=Q(goal__isnull=True) | Q(goal__lte=models.F("declared")), name="initiative_goal_within_reach"),
        ]

    def __str__(self) -> str:
        return self.ref

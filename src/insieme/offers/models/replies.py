# SPDX-License-Identifier: AGPL-3.0-or-later
"""Replies of organisations that a call speaks of: who asked to be heard, and what those who may reply have said."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call


class HearingState(models.TextChoices):
    """What became of an organisation's wish to be heard."""

    ASKED = "asked", _("waits for an answer")
    GRANTED = "granted", _("may reply")
    SILENT = "silent", _("may reply: nobody answered in time")
    REFUSED = "refused", _("is not heard")


class HearingQuerySet(models.QuerySet["Hearing"]):
    """The words by which hearings are asked for."""

    def waiting(self) -> HearingQuerySet:
        """Those that nobody has answered."""
        return self.filter(state=HearingState.ASKED)

    def due(self, now: datetime) -> HearingQuerySet:
        """Those that nobody has answered in time."""
        return self.waiting().filter(until__lte=now)

    def heard(self) -> HearingQuerySet:
        """Those that let an organisation reply: by a yes, or by silence."""
        return self.filter(state__in=(HearingState.GRANTED, HearingState.SILENT))


class Hearing(models.Model):
    """That an organisation which a call speaks of without naming it asks to reply. Asked again after a no, it is the same row."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        HearingState.ASKED: frozenset({HearingState.GRANTED, HearingState.SILENT, HearingState.REFUSED}),
        HearingState.REFUSED: frozenset({HearingState.ASKED, HearingState.GRANTED}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=500)
    said = models.CharField(max_length=64, help_text="digest of what the call said when it was asked")
    state = models.CharField(max_length=7, choices=HearingState.choices, default=HearingState.ASKED)
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField(help_text="from then on silence is a yes")
    because = models.TextField(max_length=500, blank=True)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        """Each organisation asks once."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=models.Q(state="asked"), name="hearings_waiting"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], name="one_hearing_per_organisation"),
        ]

    def __str__(self) -> str:
        return self.ref


class Reply(models.Model):
    """What an organisation says to how a call speaks of it, signed by a manager. To change it is to add the next version."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=3000)
    signed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(max_length=80)
    signed_title = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Each version once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation", "number"], name="one_reply_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.number}"

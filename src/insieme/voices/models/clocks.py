# SPDX-License-Identifier: AGPL-3.0-or-later
"""What clocks are read from: events that are only added to, and what organisations promise."""

from __future__ import annotations

from django.db import models

from insieme.voices.models.talk import Kind, Voice
from insieme.voices.rules.clocks import Tick


class ClockEvent(models.Model):
    """Something that happened to the wait for an answer. Never changed, never deleted: `voices.rules.clocks` reads what it comes to."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="ticks")
    kind = models.CharField(max_length=20, choices=[(tick.value, tick.value) for tick in Tick])
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class AnswerPromise(models.Model):
    """Within how many hours of working days an organisation answers voices of a kind. Where there is none, the house's own holds."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    hours = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_promise_per_kind"),
            models.CheckConstraint(condition=models.Q(hours__gte=1), name="promise_takes_time"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.hours} h"

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room: hooks, and what is on its way to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref


class HookState(models.TextChoices):
    """Whether a hook is called."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped, because it did not answer")


class Hook(models.Model):
    """An address that is called with every fact of the chosen kinds, in the order of the record. Without kinds: with all.

    It belongs to a person or to an organisation. `position` is the first that has not been looked at yet; `next_at` is set while the last
    call has failed; `called_until` is held by the worker that is calling.
    """

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        HookState.ACTIVE: frozenset({HookState.PAUSED, HookState.STOPPED}),
        HookState.PAUSED: frozenset({HookState.ACTIVE}),
        HookState.STOPPED: frozenset({HookState.ACTIVE}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=60)
    kinds: models.JSONField[Any, Any] = models.JSONField(default=list)
    topic = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=HookState.choices, default=HookState.ACTIVE)
    position = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    called_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Somebody's, and of one only."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="hook_of_person_or_organisation"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["position"], condition=Q(state="active"), name="hooks_behind"),
        ]

    def __str__(self) -> str:
        return self.address


class DeliveryState(models.TextChoices):
    """How far a fact has come on its way."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("taken")
    SKIPPED = "skipped", _("left out")


class Delivery(models.Model):
    """One fact for one hook. `position` is empty for a trial. Of the last call it keeps the answer: status 0 where there was none."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    position = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=2000, blank=True)
    took_ms = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    at = models.DateTimeField(null=True)

    class Meta:
        """Each fact once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hook", "position"], name="each_fact_once_for_a_hook"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hook", "id"], condition=Q(state="waiting"), name="deliveries_waiting"),
            models.Index(fields=["queued_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return self.ref

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls: somebody says what many will buy, and asks who does most for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.offers.facts.choosing import cancelled_because


class Category(models.TextChoices):
    """What the call is about, in the words of a shopping list."""

    FOOD = "food", _("food and drink")
    ENERGY = "energy", _("energy")
    HOME = "home", _("home and works")
    TRANSPORT = "transport", _("transport")
    TELECOM = "telecom", _("telephone and internet")
    SERVICES = "services", _("services")
    GOODS = "goods", _("goods")
    OTHER = "other", _("something else")


class Phase(models.TextChoices):
    """Where a call stands. What may be done in which phase is said in `offers.rules.phases`."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open for offers")
    CHOOSING = "choosing", _("choosing")
    CLOSED = "closed", _("closed, being counted")
    CLEARED = "cleared", _("decided")
    CANCELLED = "cancelled", _("cancelled")


class CallQuerySet(models.QuerySet["Call"]):
    """The words by which calls are asked for."""

    def published(self) -> CallQuerySet:
        """All that were ever open to everybody: a draft that was cancelled stays as private as it was."""
        return self.exclude(published_at=None)

    def due_to_choose(self, now: datetime) -> CallQuerySet:
        """Open for offers, and the day of choosing has come."""
        return self.filter(phase=Phase.OPEN, choosing_at__lte=now)

    def due_to_close(self, now: datetime) -> CallQuerySet:
        """Choosing, and the deadline has passed."""
        return self.filter(phase=Phase.CHOOSING, closes_at__lte=now)

    def waiting_to_be_cleared(self) -> CallQuerySet:
        """Closed and not cleared yet."""
        return self.filter(phase=Phase.CLOSED)


class Call(models.Model):
    """A need that many share, open to offers and then to pledges until a deadline."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Phase.DRAFT: frozenset({Phase.OPEN, Phase.CANCELLED}),
        Phase.OPEN: frozenset({Phase.CHOOSING, Phase.CANCELLED}),
        Phase.CHOOSING: frozenset({Phase.CLOSED, Phase.CANCELLED}),
        Phase.CLOSED: frozenset({Phase.CLEARED}),
    }

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240)
    need = models.TextField(_("what is needed, and why"), max_length=10_000)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    unit = models.CharField(_("unit"), max_length=40)
    place = models.ForeignKey("people.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    promoter = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    menu = models.JSONField(default=dict, help_text='thresholds that pledges may ask for: {"at_least": [300], "near": [50]}')
    drop_out_percent = models.PositiveSmallIntegerField(_("drop-out accepted, in percent"), default=10)
    runner_up = models.BooleanField(
        _("a runner-up may take over"), default=True, help_text="whether, if a supplier fails after the outcome, the next one is asked"
    )
    choosing_at = models.DateTimeField(_("people choose from"))
    closes_at = models.DateTimeField(_("people choose until"))
    revisions_until = models.DateTimeField(_("offers may be revised until"), null=True, help_text="none: until people choose")
    revisions = models.PositiveIntegerField(default=0, help_text="how often its offers were revised: what is remembered hangs on it")
    criteria: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="what offers are rated by; none: the usual ones")
    proof_expected = models.CharField(max_length=120, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.DRAFT)
    cancelled_because = models.TextField(blank=True, max_length=2000)
    people = models.PositiveIntegerField(default=0, help_text="rolled up by the worker from the record; only shown, never decided upon")
    thread = models.ForeignKey("voices.Thread", null=True, on_delete=models.PROTECT, related_name="+")
    co_promoters: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text='ids of those who promote it too, so that no page asks for them: {"organisations": [2], "persons": [7]}'
    )
    beside: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="what stands beside it on its page, told anew at each change, so that the page asks nothing more"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    around = models.PositiveIntegerField(default=0, help_text="counts the changes of initiatives and replies: the version of their block")
    closed_fact = models.ForeignKey("record.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        """Lists are by phase and deadline."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["phase", "closes_at"], name="calls_by_deadline"),
            models.Index(fields=["promoter", "-id"], name="calls_by_promoter"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("choosing_at")), name="call_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(revisions_until=None) | Q(revisions_until__gte=F("choosing_at"), revisions_until__lt=F("closes_at")),
                name="call_revisions_end_while_people_choose",
            ),
            models.CheckConstraint(condition=Q(drop_out_percent__lte=100), name="call_drop_out_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def why_cancelled(self) -> str | Promise:
        """Why it was cancelled, in the language in force; empty while it stands."""
        return cancelled_because(self.cancelled_because)

    @property
    def promoters(self) -> frozenset[int]:
        """The ids of all organisations that promote it."""
        return frozenset({self.promoter_id, *self.co_promoters.get("organisations", ())})

    @property
    def topic(self) -> str:
        """What facts about this call are about."""
        return f"call:{self.slug}"

    @property
    def last_revisions_at(self) -> datetime:
        """Until when offers may be revised: where the promoter has not said, until people choose."""
        return self.revisions_until or self.choosing_at

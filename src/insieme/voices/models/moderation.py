# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flags of readers, steps of moderators, appeals of authors."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.voices.facts import RULES
from insieme.voices.models.talk import Voice


class Flag(models.Model):
    """That a reader thinks a voice breaks a rule. It stands until a moderator has looked."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="flags")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20, choices=RULES)
    words = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["voice"], condition=models.Q(settled_at=None), name="flags_standing"),)
        constraints = (models.UniqueConstraint(fields=["voice", "person"], name="flagged_once"),)

    def __str__(self) -> str:
        return f"{self.rule} of {self.voice_id}"


class StepKind(models.TextChoices):
    """What a moderator can do with a voice."""

    SHOW = "show", _("let through")
    LEAVE = "leave", _("left as it is")
    HIDE = "hide", _("hidden")
    RESTORE = "restore", _("shown again")
    REMOVE = "remove", _("removed")


#: What goes against a voice: by a rule, with reasons, and open to an appeal.
AGAINST = frozenset({StepKind.HIDE, StepKind.REMOVE})


class Step(models.Model):
    """What a moderator did with a voice, by which rule, and the statement of reasons that its author reads."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    rule = models.CharField(max_length=20, choices=RULES, blank=True)
    statement = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.voice_id}"


class Verdict(models.TextChoices):
    """What an appeal came to."""

    AWAITED = "awaited", _("waiting for another moderator")
    GRANTED = "granted", _("the author is right")
    REFUSED = "refused", _("the decision stands")


class AppealQuerySet(models.QuerySet["Appeal"]):
    """The words by which appeals are asked for."""

    def awaited(self) -> AppealQuerySet:
        """Those that nobody has decided."""
        return self.filter(verdict=Verdict.AWAITED)

    def for_moderator(self, person_id: int | None) -> AppealQuerySet:
        """Those that this person may hear: about another's words, against which they themselves have taken no step."""
        if person_id is None:
            return self
        against = Step.objects.filter(kind__in=AGAINST, by_id=person_id).values("voice_id")
        own = Voice.objects.filter(author_id=person_id).values("pk")
        return self.exclude(step__voice__in=against).exclude(step__voice__in=own)


class Appeal(models.Model):
    """That an author asks another moderator to look again at a step: once for each."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {Verdict.AWAITED: frozenset({Verdict.GRANTED, Verdict.REFUSED})}

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField(max_length=2000)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.AWAITED)
    because = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("record.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    objects = AppealQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["id"], condition=models.Q(verdict="awaited"), name="appeals_awaited"),)

    def __str__(self) -> str:
        return self.ref

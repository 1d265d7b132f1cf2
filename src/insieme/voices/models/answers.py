# SPDX-License-Identifier: AGPL-3.0-or-later
"""Official answers: signed by name, role and organisation, to one or many voices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.voices.models.talk import Voice
from insieme.voices.rules.texts import LONGEST


class Disposition(models.TextChoices):
    """What an answer does with what was said."""

    ANSWERED = "answered", _("answered")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    MERGED = "merged", _("taken together with another")
    DECLINED = "declined", _("declined")


class Answer(models.Model):
    """What an organisation says to voices. The signature is kept as it was when it was signed; `text` is that of the last version."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation_name = models.CharField(max_length=120)
    organisation_slug = models.CharField(max_length=60)
    signed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(max_length=80)
    signed_title = models.CharField(max_length=80)
    disposition = models.CharField(max_length=10, choices=Disposition.choices)
    reason = models.TextField(max_length=1000, blank=True)
    text = models.TextField(max_length=LONGEST)
    language = models.CharField(max_length=5)
    automatic = models.BooleanField(default=False, help_text="sent by a program: it stops no clock")
    versions = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "-id"], name="answers_by_organisation"),)

    def __str__(self) -> str:
        return self.ref


class AnswerTo(models.Model):
    """That an answer answers this voice."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="to")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="answered_by")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["answer", "voice"], name="answered_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.answer_id} to {self.voice_id}"


class AnswerVersion(models.Model):
    """A text, a disposition and a reason that an answer had: every one of them stays, whoever signed it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)
    disposition = models.CharField(max_length=10, choices=Disposition.choices)
    reason = models.TextField(max_length=1000, blank=True)
    signed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(max_length=80)
    signed_title = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["answer", "number"], name="one_answer_per_version"),)

    def __str__(self) -> str:
        return f"{self.answer_id} {self.number}"

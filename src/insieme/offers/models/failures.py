# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suppliers that fail after the outcome: who said so, which runner-up was found, and who agrees to buy from it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call
from insieme.offers.models.offers import Offer
from insieme.offers.models.pledges import Pledge


class Stage(models.TextChoices):
    """How far the search for another supplier has come."""

    RECOUNTING = "recounting", _("being counted again")
    ASKED = "asked", _("the runner-up is asked")
    AGREEING = "agreeing", _("people are asked")
    CARRIED = "carried", _("carried over")
    ENDED = "ended", _("supplier failed")


class Ending(models.TextChoices):
    """Why nobody takes over."""

    RULE = "rule", _("the call sets no runner-up")
    NOBODY = "nobody", _("no other offer goes ahead")
    DECLINED = "declined", _("the runner-up declined")
    SILENT = "silent", _("the runner-up did not answer")
    FEW = "few", _("too few people agreed")
    ALSO = "also", _("the runner-up has failed too")


class FailureQuerySet(models.QuerySet["Failure"]):
    """The words by which failures are asked for."""

    def open(self) -> FailureQuerySet:
        """Those about which something is still to come."""
        return self.filter(stage__in=(Stage.RECOUNTING, Stage.ASKED, Stage.AGREEING))

    def due(self, now: datetime) -> FailureQuerySet:
        """Those whose runner-up, or people, had until now to answer; and those whose runner-up has failed in the meantime."""
        also = models.Exists(Failure.objects.filter(offer_id=models.OuterRef("runner_up_id")))
        return self.filter(Q(until__lte=now) | Q(also), stage__in=(Stage.ASKED, Stage.AGREEING))


class Failure(models.Model):
    """That the company of an offer that went ahead does not keep to it, and what came of it.

    The four files are those of the recount without the offers that failed, as in `Outcome`.
    """

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Stage.RECOUNTING: frozenset({Stage.ASKED, Stage.ENDED}),
        Stage.ASKED: frozenset({Stage.AGREEING, Stage.ENDED}),
        Stage.AGREEING: frozenset({Stage.CARRIED, Stage.ENDED}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="failures")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RECOUNTING)
    because = models.TextField(max_length=2000)
    declared_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    declared_for = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    runner_up = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, help_text="until when whoever is asked at this stage may answer")
    confirmed_name = models.CharField(max_length=80, blank=True)
    confirmed_title = models.CharField(max_length=80, blank=True)
    confirmed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0, help_text="how many people are asked")
    agreed = models.PositiveIntegerField(default=0, help_text="how many of them were carried over")
    result = models.TextField(blank=True)
    reduced = models.TextField(blank=True)
    full = models.TextField(blank=True)
    full_result = models.TextField(blank=True)

    objects = FailureQuerySet.as_manager()

    class Meta:
        """The clock asks for those whose time is up."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["stage", "until"], name="failures_by_deadline")]

    def __str__(self) -> str:
        return self.ref


class Answer(models.TextChoices):
    """What somebody says to buying from the runner-up. Silence is no."""

    ASKED = "asked", _("not answered")
    YES = "yes", _("yes")
    NO = "no", _("no")


class Agreement(models.Model):
    """That somebody is asked whether they buy from the runner-up, by this line of their list, and what they said."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Answer.ASKED: frozenset({Answer.YES, Answer.NO}),
        Answer.YES: frozenset({Answer.NO}),
        Answer.NO: frozenset({Answer.YES}),
    }

    failure = models.ForeignKey(Failure, on_delete=models.PROTECT, related_name="agreements")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+")
    entry = models.PositiveSmallIntegerField()
    weight = models.PositiveBigIntegerField(help_text="what it adds to the quorum of the runner-up, in its unit")
    answer = models.CharField(max_length=5, choices=Answer.choices, default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True)
    fact = models.ForeignKey("record.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each is asked once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pledge", "failure"], name="one_agreement_per_pledge_and_failure"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.answer}"

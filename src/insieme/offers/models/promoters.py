# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who promotes a call beside the organisation that opened it, and what ties each of them to possible bidders."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call

ONE_OF_TWO = Q(organisation__isnull=False, person__isnull=True) | Q(organisation__isnull=True, person__isnull=False)


class Joining(models.TextChoices):
    """Where an invitation to promote a call stands."""

    INVITED = "invited", _("invited")
    JOINED = "joined", _("promotes it too")
    DECLINED = "declined", pgettext_lazy("co-promoter", "declined")
    LEFT = "left", _("no longer promotes it")


class CoPromoter(models.Model):
    """That an organisation, or a person, was asked to promote a call together with the one that opened it, and what they answered."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Joining.INVITED: frozenset({Joining.JOINED, Joining.DECLINED}),
        Joining.JOINED: frozenset({Joining.LEFT}),
        Joining.LEFT: frozenset({Joining.INVITED}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=Joining.choices, default=Joining.INVITED)
    invited_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    write_at = models.DateTimeField(null=True, help_text="when its letter is due; empty once it was handed over")

    class Meta:
        """Each is asked once, and is one or the other."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["write_at"], condition=Q(write_at__isnull=False), name="co_promoter_unwritten"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], name="organisation_promotes_once"),
            models.UniqueConstraint(fields=["call", "person"], name="person_promotes_once"),
            models.CheckConstraint(condition=ONE_OF_TWO, name="co_promoter_one_of_two"),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person)


class Declaration(models.Model):
    """What one promoter of a call has declared of its interests: its ties, or by having none that there are none."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One declaration of each promoter; to declare anew replaces its ties, and the record keeps what stood."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], name="organisation_declares_once"),
            models.UniqueConstraint(fields=["call", "person"], name="person_declares_once"),
            models.CheckConstraint(condition=ONE_OF_TWO, name="declaration_one_of_two"),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person)


class Tie(models.Model):
    """One tie of a promoter to a possible bidder: one of the twelve relations, in words. The bidder may not be on Insieme (yet)."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="ties")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=12)
    words = models.CharField(max_length=240, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.relation}"


class FoundTie(models.Model):
    """That somebody has come to act both for a promoter (None: promotes as a person) and for a company that had signed. Stays as it was."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    promoter = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Found once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "promoter", "company"], name="tie_found_once"),
            models.UniqueConstraint(fields=["call", "company"], condition=models.Q(promoter=None), name="tie_of_a_person_found_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.promoter_id} - {self.company_id}"

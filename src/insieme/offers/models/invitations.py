# SPDX-License-Identifier: AGPL-3.0-or-later
"""Companies that were asked to answer a call, and the addresses to which nobody writes again."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.offers.models.calls import Call


def new_key() -> str:
    """A secret that stands in a letter: whoever has it may read and answer the invitation."""
    return secrets.token_hex(16)


class Reached(models.TextChoices):
    """How far an invitation has come."""

    INVITED = "invited", _("invited")
    OPENED = "opened", _("has read the invitation")
    DECLINED = "declined", _("not interested")


class CompanyInvitation(models.Model):
    """That somebody asks a company to answer a call: one that is here, or whoever has an e-mail address.

    The address goes as soon as they decline; the record never holds it.
    """

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Reached.INVITED: frozenset({Reached.OPENED, Reached.DECLINED}),
        Reached.OPENED: frozenset({Reached.DECLINED}),
    }

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True, max_length=1000)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=8, choices=Reached.choices, default=Reached.INVITED)
    invited_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    write_at = models.DateTimeField(null=True, help_text="when its letter is due; empty once it was handed over")

    class Meta:
        """Nobody is asked twice to the same call."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["write_at"], condition=Q(write_at__isnull=False), name="company_unwritten"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "organisation"], name="company_asked_once"),
            models.UniqueConstraint(fields=["call", "email"], condition=~Q(email=""), name="company_address_asked_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DoNotWrite(models.Model):
    """An address whose owner has said: do not write again. Kept as it is, in this table alone, to be able to honour that."""

    email = models.EmailField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)

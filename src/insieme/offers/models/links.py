# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links by which people bring others to a call: they count visits and first pledges, and nothing about who came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from insieme.foundation.ids import new_ref
from insieme.offers.models.calls import Call


def new_code() -> str:
    """Short enough to be typed from a poster: 8 characters, 40 bits."""
    return new_ref()[:8]


class InvitationLink(models.Model):
    """A short address of a call, which one person hands on."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    visits = models.PositiveIntegerField(default=0)
    pledges = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One standing link for each person and call."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "person"], condition=Q(revoked_at=None), name="one_link_per_person"),
        ]

    def __str__(self) -> str:
        return self.code

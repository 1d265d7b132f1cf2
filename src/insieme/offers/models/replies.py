# SPDX-License-Identifier: AGPL-3.0-or-later
"""Replies of organisations that are named on a call: insert-only, the last version is shown."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from insieme.offers.models.calls import Call


class Reply(models.Model):
    """What an organisation says to how it is named on a call, signed by a manager. To change it is to add the next version."""

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

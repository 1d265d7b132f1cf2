# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments that an organisation keeps to start its next offers from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from insieme.foundation.ids import new_ref


class CommitmentTemplate(models.Model):
    """A commitment by a name of its organisation's own: copied from an offer, untouched by whatever becomes of that."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    commitment = models.TextField(max_length=1000)
    basis = models.CharField(max_length=10)
    proof = models.TextField(max_length=1000)
    quorum_unit = models.CharField(max_length=14, help_text="in which the steps are counted")
    tiers: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="the steps, as the words of a revision have them")

    class Meta:
        """Each name once in an organisation."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_template_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of guidelines: what an organisation, or the house itself, asks of those who speak in it; versions, and who accepted which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.people.models.persons import Organisation, Person


class Guideline(models.Model):
    """A document with a name. Without an organisation it is the house's, for everybody."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    version = models.PositiveSmallIntegerField(default=0, help_text="of what is published; 0 while nothing is")
    draft = models.TextField(_("text"), blank=True, max_length=20_000, help_text="what would be the next version")
    created_at = models.DateTimeField()

    class Meta:
        """Lists are by organisation."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "title"], name="guidelines_by_organisation")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class GuidelineVersion(models.Model):
    """A text as it was published. A row is never changed. `accepted` counts those who accepted it."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    changed = models.CharField(max_length=500, blank=True, help_text="what is new, in words")
    published_at = models.DateTimeField()
    accepted = models.PositiveIntegerField(default=0)

    class Meta:
        """Numbers are not given twice."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guideline", "number"], name="one_guideline_version_per_number"),
        ]


class Acceptance(models.Model):
    """That a person has read a version and will keep to it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(GuidelineVersion, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Accepted once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "version"], name="guideline_accepted_once"),
        ]

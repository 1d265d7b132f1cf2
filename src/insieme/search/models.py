# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room. Beside them stands, by migration, the index of each database: FTS5 on SQLite, a text vector on PostgreSQL."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be found, in the order of the tabs."""

    CALL = "call", _("Calls")
    OFFER = "offer", _("Offers")
    ORGANISATION = "organisation", _("Organisations")
    PERSON = "person", _("People")
    VOICE = "voice", _("Voices")
    ENTRY = "entry", _("Record")


#: What one thing of a kind is called.
ONE = {
    Kind.CALL: _("Call"),
    Kind.OFFER: _("Offer"),
    Kind.ORGANISATION: _("Organisation"),
    Kind.PERSON: _("Person"),
    Kind.VOICE: _("Voice"),
    Kind.ENTRY: _("Entry of the record"),
}


class Document(models.Model):
    """One thing as it can be found. It holds nothing that not everybody may see.

    `heading` and `body` are title and text in stems; `marks` are what one may filter by: kind, category, places, whether it is open.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    ref = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    body = models.TextField(blank=True)
    marks = models.CharField(max_length=300)
    where = models.CharField(max_length=140, blank=True)
    open_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Each thing once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "ref"], name="document_once"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Word(models.Model):
    """A word of a title, as it is typed: for suggestions, and for what somebody may have meant."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60, db_index=True)

    class Meta:
        """Each word of a title once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "word"], name="word_once_per_document"),
        ]

    def __str__(self) -> str:
        """Return the word."""
        return self.word

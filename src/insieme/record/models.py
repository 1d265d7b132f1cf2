# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the record. An entry gets its position once and is otherwise never changed, nor deleted.

No trigger guards that: whoever can write to the database can drop a trigger too. The tiles and the signed checkpoints
are what tells, and `insieme record verify` and `verify_record.py` name the entry.
"""

from __future__ import annotations

from django.db import models

from insieme.foundation.ids import new_ref
from insieme.record.rules.notes import signature_of


class Entry(models.Model):
    """One fact. `public` is canonical JSON; `digest` commits to the private part, if there is one."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    code = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    about = models.CharField(max_length=200)
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()
    public = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=models.Q(position=None), name="record_entry_unsealed"),
            models.Index(fields=["about", "position"], name="record_entry_about"),
            models.Index(fields=["code", "position"], name="record_entry_code"),
        )

    def __str__(self) -> str:
        return f"{self.position}: {self.code}"


class Private(models.Model):
    """The part of a fact that can be erased. `actor` is the person who acted, to find it by."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+")
    actor = models.CharField(max_length=200, db_index=True)
    salt = models.BinaryField(max_length=32)
    payload = models.TextField()

    def __str__(self) -> str:
        return f"private part of {self.entry_id}"


class Named(models.Model):
    """That a private part names this person, who is not the one who acted: whoever is named can have it erased."""

    private = models.ForeignKey(Private, models.CASCADE, related_name="+")
    person = models.CharField(max_length=200, db_index=True)

    def __str__(self) -> str:
        return f"somebody named in {self.private_id}"


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree: exactly the bytes that are served."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["level", "index"], name="record_tile_place"),)

    def __str__(self) -> str:
        return f"tile {self.level}/{self.index}"


class Checkpoint(models.Model):
    """The signed head of the record when it had `size` entries. `root` is in hex, `note` is what is served."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"

    @property
    def signature(self) -> str:
        """The signature in the note, in base 64."""
        return signature_of(self.note)


class Cursor(models.Model):
    """How far a reaction has come: the next position that it has not been offered."""

    reaction = models.CharField(max_length=100, unique=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reaction} at {self.position}"


class Parked(models.Model):
    """A fact that a reaction failed on. While `next_at` is set the reaction waits for another try; then it went on without it."""

    reaction = models.CharField(max_length=100)
    position = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField()
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["reaction", "position"], name="record_parked_once"),)

    def __str__(self) -> str:
        return f"{self.reaction} failed at {self.position}"

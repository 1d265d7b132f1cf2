# SPDX-License-Identifier: AGPL-3.0-or-later
"""What operators see of the record: entries, checkpoints, and facts that a reaction failed on. Never a private part."""

from __future__ import annotations

from django.contrib import admin

from insieme.foundation.administration import ReadOnly
from insieme.record.models import Checkpoint, Entry, Parked


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    """An entry as everybody may read it."""

    list_display = ("position", "at", "code", "about", "actor")
    search_fields = ("=about", "=code", "=ref")
    ordering = ("-id",)
    fields = ("position", "ref", "at", "code", "version", "about", "actor", "public", "digest")


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnly):
    """A signed head of the record."""

    list_display = ("size", "at", "root")
    ordering = ("-size",)


@admin.register(Parked)
class ParkedAdmin(ReadOnly):
    """A fact that a reaction failed on."""

    list_display = ("reaction", "position", "attempts", "at", "next_at")
    ordering = ("-at",)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What operators see of the record: entries, checkpoints, and facts that a reaction failed on. Never a private part."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from insieme.foundation.administration import ReadOnly, put_in_words
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


put_in_words(
    Entry,
    _("entry"),
    _("entries of the record"),
    position=_("position"),
    code=_("kind of fact"),
    version=_("version"),
    about=_("topic"),
    actor=_("who acted"),
    public=_("public part"),
    digest=_("digest of the private part"),
)
put_in_words(Checkpoint, _("checkpoint"), _("checkpoints"), size=_("size of the log"), root=_("root of the log"), note=_("signed note"))
put_in_words(
    Parked,
    _("parked fact"),
    _("parked facts"),
    reaction=_("reaction"),
    position=_("position"),
    attempts=_("attempts"),
    error=_("what went wrong"),
    next_at=_("tried again at"),
)

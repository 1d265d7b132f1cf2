# SPDX-License-Identifier: AGPL-3.0-or-later
"""Standing by a voice, and no longer. Not in the record: see `voices.facts`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid
from insieme.voices import access
from insieme.voices.models import Support, SupportKind, Thread, Voice


class OwnWords(Denied):
    """Nobody's voice counts twice."""

    code = "own_words"
    sentence = _("Your own voice counts already.")


@transaction.atomic
def support(ref: str, *, by: Actor, kind: str, now: datetime) -> Voice:
    """Stand by somebody's voice: `support`, or `same_here`. Twice is once.

    Refuses: `SignInFirst`, `NotVisible`, `NotShown`, `OwnWords`, `Invalid`.
    """
    voice = _found(ref, by=by, kind=kind)
    _row, made = Support.objects.get_or_create(**_whose(voice, by, kind), defaults={"at": now})
    if made:
        _count(voice, kind, 1)
    return voice


@transaction.atomic
def take_support_back(ref: str, *, by: Actor, kind: str) -> Voice:
    """Stand by somebody's voice no longer. Twice is once. Refuses: what `support` refuses."""
    voice = _found(ref, by=by, kind=kind)
    if Support.objects.filter(**_whose(voice, by, kind)).delete()[0]:
        _count(voice, kind, -1)
    return voice


def _whose(voice: Voice, by: Actor, kind: str) -> dict[str, Any]:
    # The type of `person_id` is wide: access has let only a person pass.
    return {"voice": voice, "person_id": by.person_id, "kind": kind}


def _found(ref: str, *, by: Actor, kind: str) -> Voice:
    if kind not in SupportKind.values:
        raise Invalid({"kind": _("Choose one of the two.")})
    voice = access.standing(by, ref, lock=True)
    if access.is_author(by, voice):
        raise OwnWords
    return voice


def _count(voice: Voice, kind: str, change: int) -> None:
    Voice.objects.filter(pk=voice.pk).update(**{kind: F(kind) + change})
    Thread.objects.filter(pk=voice.thread_id).update(version=F("version") + 1)
    voice.refresh_from_db(fields=[kind])

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking the moderators to look at a voice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied
from insieme.record.actions import say
from insieme.voices import access, facts
from insieme.voices.actions.guidelines import judge_rule
from insieme.voices.models import Flag, Voice

WORDS = 1000


class FlagsItself(Denied):
    """Whoever regrets what they said can take it back."""

    code = "flags_itself"
    sentence = _("These are your own words: you can take them back yourself.")


@transaction.atomic
def flag(ref: str, *, by: Actor, rule: str, words: str = "", now: datetime) -> Voice:
    """Say that a voice breaks a rule. Once for each person and voice: again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NotShown`, `FlagsItself`, `Invalid`. Says: `Flagged`, never who.
    """
    voice = access.standing(by, ref, lock=True)
    if access.is_author(by, voice):
        raise FlagsItself
    told = {"rule": judge_rule(rule), "words": words.strip()[:WORDS], "at": now}
    who: dict[str, Any] = {"person_id": by.person_id}  # access has let only a person pass
    _row, made = Flag.objects.get_or_create(voice=voice, **who, defaults=told)
    if made:
        say(facts.Flagged(voice.ref, rule), about=voice.thread.about, by=by, at=now)
    return voice

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens: how one is made and known again, what may be asked of one, and for how long it lives."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.foundation.scopes import ALL

#: What tells our tokens from others, also to those who look for secrets that slipped into public places.
MARK = "insieme_"
SHOWN = len(MARK) + 6
NAME_LENGTH = 80
#: For how many days one may live.
LIVES = (30, 90, 365)


def new_secret() -> str:
    """A secret of 256 random bits."""
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret. So many random bits need no salt, and no slow digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def judge_token(name: str, scopes: Collection[str], days: int) -> timedelta:
    """For how long the token lives. Refuses: `Invalid` at every field to mend."""
    said: dict[str, Sentence] = {}
    if not name or len(name) > NAME_LENGTH:
        said["name"] = _("Give it a name of at most 80 characters, so that you know it again.")
    if not scopes or not ALL.issuperset(scopes):
        said["scopes"] = _("Choose at least one thing that it is good for.")
    if days not in LIVES:
        said["days"] = _("Choose for how long it lives.")
    if said:
        raise Invalid(said)
    return timedelta(days=days)

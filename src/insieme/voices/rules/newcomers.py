# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose voices a moderator looks at before others read them."""

from __future__ import annotations

from datetime import datetime, timedelta

#: So many voices of somebody have to have been shown before the next one is shown at once.
FIRST_VOICES = 2
#: On the first day all wait: those who open accounts to shout do it in one sitting.
FIRST_TIME = timedelta(hours=24)


def is_newcomer(*, shown: int, joined_at: datetime, now: datetime) -> bool:
    """Whether somebody of whom `shown` voices stand, and who has been here since `joined_at`, still is new to the house."""
    return shown < FIRST_VOICES or now - joined_at < FIRST_TIME

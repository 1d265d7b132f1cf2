# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does about voices."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from insieme.notices.actions import tell
from insieme.people.queries.persons import moderators
from insieme.voices.actions.keeping import drop_files
from insieme.voices.facts.telling import QUEUED
from insieme.voices.queries.moderation import newest_queued


def drop_pictures(now: datetime) -> int:
    """Delete the files of pictures that no voice has, or has any more; return how many."""
    return drop_files(now=now)


def tell_queued(_now: datetime) -> int:
    """Tell the moderators how many voices of newcomers wait, once for each time that the queue has grown; return how many hear of it."""
    count, newest = newest_queued()
    if newest is None:
        return 0
    # The record says nothing of a voice that waits: the moment since when it does is the number that this kind gives once.
    path, data = reverse("voices:moderation"), {"count": count}
    position = round(newest.timestamp() * 1_000_000)
    return tell(QUEUED.code, moderators(), about="moderation", path=path, data=data, position=position, at=newest)

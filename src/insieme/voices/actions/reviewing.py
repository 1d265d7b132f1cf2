# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saying why one judges something as one does. The room that counts the marks asks for it; here the words are a voice as any other.

They bear no name: what else holds for voices holds for them. They are reported, moderated with a statement and an appeal, answered
officially, supported; those of a newcomer wait.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.voices import access
from insieme.voices.actions.speaking import Words, put, reword, withdraw
from insieme.voices.models import Kind, State, Thread, Voice

#: Of words in another state nothing is left to change: other ones are said anew, and looked at anew.
CHANGED = (State.SHOWN, State.QUEUED)


@transaction.atomic
def review(thread: Thread, text: str, *, by: Actor, language: str, now: datetime, before: Voice | None = None) -> Voice | None:
    """Say why in an unnamed thread, in the place of what one has said `before`; without a text that is taken back, and None is returned.

    The same again changes nothing. Refuses: `SignInFirst`, `NotYours`, `ThreadClosed`, `Invalid`. Says: `Spoken`, `Edited` or `Withdrawn`.
    """
    # First of all, as whoever speaks elsewhere in the same moment takes it.
    locks.exclusive(f"speaking:{by.person_id}")
    standing = None if before is None or before.state == State.WITHDRAWN else before
    if standing is not None and text == standing.words:
        return standing
    if text and standing is not None and standing.state in CHANGED:
        return reword(access.own(by, standing.ref, lock=True), text, by=by, now=now)
    if standing is not None:
        withdraw(standing.ref, by=by, now=now)
    against = standing is not None and standing.state not in CHANGED
    return put(thread, by=by, words=Words(Kind.REVIEW, text, language), now=now, wait=against) if text else None

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ending sessions: one, or all but the one at hand."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.people import access
from insieme.people.models import Session


def end_session(ref: str, *, by: Actor) -> None:
    """Sign the acting person out there. Again changes nothing.

    Refuses: `SignInFirst`.
    """
    own = Session.objects.filter(person=access.me(by))
    own.filter(pk__in=[session.pk for session in own if session.ref == ref]).delete()


def end_sessions(*, by: Actor, but: str | None) -> int:
    """Sign the acting person out everywhere except in the session with the key `but`; return in how many places.

    Refuses: `SignInFirst`.
    """
    return Session.objects.filter(person=access.me(by)).exclude(session_key=but or "").delete()[0]


def forget_sessions(*, now: datetime) -> int:
    """Forget the sessions that are over; return how many."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]

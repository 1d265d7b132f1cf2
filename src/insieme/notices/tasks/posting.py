# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing letters to the mail server, a batch over one connection."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.mail import get_connection

from insieme.foundation import clock
from insieme.foundation.durability import without_waiting
from insieme.foundation.letters import Verdict, judge
from insieme.notices.actions.posting import Posted, begin, finish, needless, try_later
from insieme.notices.queries.letters import Draft, drafts
from insieme.notices.tasks.letters import Shells, mail, message_id
from insieme.people.queries.persons import Recipient

logger = logging.getLogger(__name__)


def post(claim: str, *, now: datetime) -> None:
    """Send the letters of a batch that are still to be sent."""
    waiting = drafts(claim)
    if not waiting:
        # Another task of the batch, or this one before it was cut off, has sent them all.
        finish(claim, after=None, now=now)
        return
    needless([draft.letter.pk for draft in waiting if draft.to is None or not draft.told])
    line = get_connection()
    try:
        line.open()
    except Exception:  # what mail backends raise is without end
        logger.exception("No connection to the mail server; the letters of batch %s are tried again later.", claim)
        try_later(claim, now=now)
        return
    shells: Shells = {}
    last: Posted | None = None
    try:
        # A power cut may forget the last of these, and then some letters are sent again; the end of the program forgets none.
        with without_waiting():
            for draft in waiting:
                if draft.to and draft.told and begin(draft.letter, after=last):
                    last = _send(line, draft, draft.to, shells)
    finally:
        finish(claim, after=last, now=now)
        _close(line)


def _send(line: Any, draft: Draft, to: Recipient, shells: Shells) -> Posted:
    """Send one letter. A line that breaks is opened anew for the next: what the server has not confirmed is sent again (RFC 5321 4.5.4)."""
    letter = draft.letter
    try:
        made = mail(draft, to, shells)
    except Exception as fault:  # what templates and the kinds of other rooms raise is without end, and the others' letters go all the same
        logger.exception("Letter %s could not be written; it is tried again later.", letter.ref)
        return Posted(letter, to.email, Verdict.LATER, clock.now(), reason=str(fault))
    try:
        line.open()
        line.send_messages([made])
    except Exception as fault:  # noqa: BLE001 - what mail backends raise is without end
        verdict, reason = judge(fault, made)
        logger.warning("Letter %s was not sent (%s): %s", letter.ref, verdict.value, reason)
        _close(line)
        return Posted(letter, to.email, verdict, clock.now(), reason=reason)
    status = getattr(made, "anymail_status", None)
    return Posted(letter, to.email, Verdict.SENT, clock.now(), message_id=getattr(status, "message_id", None) or message_id(letter))


def _close(line: Any) -> None:
    try:
        line.close()
    except Exception:  # a line that is broken cannot be closed politely
        logger.debug("The connection to the mail server was broken.", exc_info=True)

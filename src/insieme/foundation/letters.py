# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters on their way out: what a mail server's answer means, and the one way in which a room writes to a single address.

Who keeps the list of addresses that refused a letter for good is asked before, and told of new ones. Batches of notices travel over
one connection and have their own way, in the room that makes them; what an answer means is judged here for both.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol

from django.core.mail import EmailMessage

from insieme.foundation import clock

#: How long to wait before each further try to send a letter.
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=8), timedelta(days=1), timedelta(days=3))
PERMANENT = range(500, 600)
#: What servers that give no detailed code (RFC 3463) say of a mailbox that is not there (RFC 5321).
NO_MAILBOX = (550, 551, 553)
DETAILED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
#: How a mail service (django-anymail) says that an address takes nothing.
REFUSED = {"invalid", "rejected"}

logger = logging.getLogger(__name__)


class Verdict(Enum):
    """What became of one attempt to send."""

    SENT = "sent"
    LATER = "later"
    BOUNCED = "bounced"


class Note(Protocol):
    """Keeps in mind that an address refused a letter for good."""

    def __call__(self, email: str, *, reason: str, now: datetime) -> object:
        """Again changes nothing."""


@dataclass(frozen=True, slots=True)
class _List:
    refuses: Callable[[str], bool]
    note: Note


_lists: list[_List] = []


def keep_list(*, refuses: Callable[[str], bool], note: Note) -> None:
    """Have `refuses` asked before each letter whether its address takes none, and `note` told of one that does not. Called at the start."""
    _lists.append(_List(refuses, note))


def refuses(email: str) -> bool:
    """Whether this address is known to take no letters."""
    return any(each.refuses(email) for each in _lists)


def send(letter: EmailMessage, *, about: str, regardless: bool = False, noted: bool = True) -> Verdict:
    """Send a letter to its one address: it was taken, is to be tried later, or is refused for good. Never raises for what carries it.

    An address that is known to refuse letters is written to `regardless` only; that it does is `noted`, save of who has left.
    `about` is for the log.
    """
    (to,) = letter.to
    if not regardless and refuses(to):
        return Verdict.BOUNCED
    try:
        letter.send()
    except Exception as fault:  # what mail backends raise is without end
        verdict, reason = judge(fault, letter)
        logger.warning("The letter about %s was not sent (%s): %s", about, verdict.value, reason, exc_info=verdict is Verdict.LATER)
        for each in _lists if noted and verdict is Verdict.BOUNCED else []:
            each.note(to, reason=reason, now=clock.now())
        return verdict
    return Verdict.SENT


def judge(fault: Exception, letter: EmailMessage) -> tuple[Verdict, str]:
    """What it means that a letter to one address was not sent, with the reason that was given."""
    if isinstance(fault, SMTPRecipientsRefused) and fault.recipients:
        code, answer = next(iter(fault.recipients.values()))
        said = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
        return judge_refusal(code, said), f"{code} {said}"
    if isinstance(fault, SMTPResponseException):
        return Verdict.LATER, f"{fault.smtp_code} {fault.smtp_error!r}"
    status = getattr(letter, "anymail_status", None)
    theirs = getattr(status, "recipients", {}).get(letter.to[0]) if status else None
    refused = theirs is not None and theirs.status in REFUSED
    # What cannot be read as an address is a ValueError that quotes it, from Django as from django-anymail. Our own may be what is wrong.
    unreadable = isinstance(fault, ValueError) and letter.to[0] in str(fault)
    return Verdict.BOUNCED if refused or unreadable else Verdict.LATER, str(fault)


def judge_refusal(code: int, text: str) -> Verdict:
    """What a server's answer to an address means: refused for good, or to be tried again.

    Only what is said of the mailbox itself makes an address bad: a server that does not trust us (5.7) says nothing of it.
    Source: RFC 5321 4.2, RFC 3463.
    """
    if code not in PERMANENT:
        return Verdict.LATER
    detailed = DETAILED.search(text)
    if detailed is None:
        return Verdict.BOUNCED if code in NO_MAILBOX else Verdict.LATER
    subject, detail = int(detailed[1]), int(detailed[2])
    return Verdict.BOUNCED if subject == 1 or (subject, detail) == (2, 1) else Verdict.LATER


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try a letter again that has failed so many times; None where it is given up."""
    return now + PAUSES[max(tries, 1) - 1] if tries <= len(PAUSES) else None

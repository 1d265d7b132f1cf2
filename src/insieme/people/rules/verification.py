# SPDX-License-Identifier: AGPL-3.0-or-later
"""What shows who an organisation is: a domain, a mailbox there, files; how long it holds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid

HOLDS = timedelta(days=365)
#: So long before the end one may ask anew.
EARLY = timedelta(days=30)
#: So long the DNS is looked at, and how often.
PATIENCE, PAUSE = timedelta(days=7), timedelta(minutes=10)
#: So long files of evidence are kept once it is decided: long enough to object.
EVIDENCE_KEPT = timedelta(days=30)
MOST_BYTES, MOST_FILES = 5_000_000, 3
RECORD = "insieme-verification="
#: Who gives addresses to anybody, by the name before the ending (yahoo.it, yahoo.fr): one there shows nothing.
FREE_MAIL = frozenset(
    [
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "live",
        "msn",
        "yahoo",
        "ymail",
        "rocketmail",
        "libero",
        "virgilio",
        "alice",
        "tim",
        "tin",
        "tiscali",
        "inwind",
        "iol",
        "blu",
        "giallo",
        "email",
        "fastwebnet",
        "icloud",
        "me",
        "mac",
        "aol",
        "gmx",
        "mail",
        "web",
        "posteo",
        "mailbox",
        "proton",
        "protonmail",
        "pm",
        "tutanota",
        "tuta",
        "zoho",
        "yandex",
        "laposte",
        "orange",
        "free",
        "wanadoo",
        "sfr",
        "freenet",
        "t-online",
        "fastmail",
        "hey",
        "pec",
        "legalmail",
        "arubapec",
        "postecert",
        "pecimprese",
    ]
)
#: Endings of two parts, as in yahoo.co.uk.
SECOND_LEVEL = frozenset({"co", "com", "net", "org"})
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
MAILBOX = re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}")
#: What a file begins with, and what it is then.
BEGINNINGS = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def judge_domain(text: str) -> str:
    """Read a domain, also out of the address of a website. Refuses: `Invalid` where it is none."""
    written = text.strip().lower().partition("://")[2] or text.strip().lower()
    written = written.partition("/")[0].removeprefix("www.").rstrip(".")
    if not DOMAIN.fullmatch(written):
        raise Invalid({"domain": _("Write the domain of your website, as lauri.it.")})
    return written


def judge_mailbox(mailbox: str, domain: str) -> str:
    """Read what stands before the @. Refuses: `Invalid`, also where everybody can have an address."""
    written = mailbox.strip().lower().partition("@")[0]
    if not MAILBOX.fullmatch(written):
        raise Invalid({"mailbox": _("Write what stands before the @, as info.")})
    if _name_of(domain) in FREE_MAIL:
        raise Invalid({"domain": _("Anybody can have an address there, so it shows nothing. Use the domain of your own website.")})
    return written


def _name_of(domain: str) -> str:
    *front, name, _ending = domain.split(".")
    return front[-1] if front and name in SECOND_LEVEL else name


def judge_file(beginning: bytes, size: int) -> str:
    """What a file of evidence is (its media type). Refuses: `Invalid` where it is too large, or neither PDF, PNG nor JPEG."""
    if size > MOST_BYTES:
        raise Invalid({"files": _("A file may have 5 MB at most.")})
    for mark, media_type in BEGINNINGS:
        if beginning.startswith(mark):
            return media_type
    raise Invalid({"files": _("Files are PDF, PNG or JPEG.")})


def shows(records: list[str], token: str) -> bool:
    """Whether one of a domain's TXT records is the one with this token."""
    return any(record.strip().strip('"') == f"{RECORD}{token}" for record in records)


def may_ask(until: datetime | None, now: datetime) -> bool:
    """Whether an organisation that is verified `until` then (None: is not) may ask now."""
    return until is None or now >= until - EARLY

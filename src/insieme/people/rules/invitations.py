# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom an invitation is for, and how long it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.people.rules.names import HANDLE

LASTS = timedelta(days=30)
LONGEST = 254  # characters of an address: RFC 5321, and the column


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody by handle, or whoever has an e-mail address: the other one is empty."""

    handle: str = ""
    email: str = ""


def read_addressee(text: str) -> Addressee:
    """Read "@ada", "ada" or "ada@example.it".

    Refuses: `Invalid` where it is neither a handle nor an address.
    """
    written = text.strip().removeprefix("@").lower()
    if "@" not in written and HANDLE.fullmatch(written):
        return Addressee(handle=written)
    try:
        validate_email(written)
        sound = len(written) <= LONGEST
    except ValidationError:
        sound = False
    if not sound:
        raise Invalid({"to": _("Write an e-mail address, as ada@example.it, or a handle, as @ada.")})
    return Addressee(email=written)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who runs the installation, as its settings name them: told on every page, since somebody must answer for what is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

#: What stands before a contact in a link, by what the contact is.
WAYS = (("mailto:", EmailValidator()), ("", URLValidator(["https", "http"])))


@dataclass(frozen=True, slots=True)
class Operator:
    """A name, and a mail address or a page by which to reach who bears it; either may be empty."""

    name: str
    contact: str

    @property
    def href(self) -> str:
        """Where a link to the contact leads; empty for what is neither a mail address nor a page."""
        return _link(self.contact)


def operator() -> Operator | None:
    """Who runs the installation; nobody where the settings do not say."""
    named = Operator(settings.OPERATOR.strip(), settings.CONTACT.strip())
    return named if named.name or named.contact else None


@lru_cache(maxsize=8)
def _link(contact: str) -> str:
    for before, right in WAYS:
        try:
            right(contact)
        except ValidationError:
            continue
        return before + contact
    return ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `insieme check --deploy` finds missing besides what Django looks for: who answers for the installation."""

from __future__ import annotations

from typing import Any

from django.core import checks

from insieme.foundation.operator import operator


def operator_is_named(**_asked: Any) -> list[checks.CheckMessage]:
    """Whether people can read who keeps what is kept of them, and reach them."""
    named = operator()
    if named is None or not (named.name and named.contact):
        words = "Nobody can read who runs this installation, or how to reach them: the law wants both told to those of whom data are kept."
        return [checks.Warning(words, hint="Set INSIEME_OPERATOR and INSIEME_CONTACT.", id="insieme.W001")]
    if not named.href:
        return [
            checks.Warning("INSIEME_CONTACT is neither a mail address nor the address of a page: no link leads to it.", id="insieme.W002")
        ]
    return []

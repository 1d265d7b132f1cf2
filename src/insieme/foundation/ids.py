# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public references: random, unguessable, easy to read aloud. Never a counter."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12


def new_ref() -> str:
    """A random reference of 12 characters (60 bits). Source: Crockford's base 32, lower case."""
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(LENGTH))

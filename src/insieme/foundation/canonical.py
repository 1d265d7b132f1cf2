# SPDX-License-Identifier: AGPL-3.0-or-later
"""One way to write a value as bytes, so that a digest of it means the same everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """The value as JSON with sorted keys, no spaces and unescaped Unicode.

    Takes None, booleans, integers, strings, lists and objects with string keys; no floats, which have no single spelling.
    Refuses: anything else, with `TypeError` or `ValueError`.
    Source: the subset of RFC 8785 (JSON Canonicalization Scheme) that needs no number formatting.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(salt: bytes, text: str) -> str:
    """Hex SHA-256 of `salt` followed by the UTF-8 `text`: a commitment that hides the text until the salt is shown."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        msg = f"no floats in canonical JSON: {value!r}"
        raise TypeError(msg)
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                msg = f"keys are strings, not {key!r}"
                raise TypeError(msg)
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)

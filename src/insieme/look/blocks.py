# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole rendered blocks, kept by thing, language and version. Never rows, and never what only one reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import get_language

from insieme.foundation.memory import memory

#: So long may stand what no version tells of: the name of a place.
KEPT_SECONDS = 600

Block = TypeVar("Block")


def kept(thing: str, version: object, render: Callable[[], Block]) -> Block:
    """The block of a thing in the present language, rendered anew when `version`, all that it shows, has changed."""
    key = f"block:{thing}:{get_language()}"
    known: tuple[object, Block] | None = memory.get(key)
    if known is None or known[0] != version:
        known = (version, render())
        memory.set(key, known, KEPT_SECONDS)
    return known[1]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole rendered blocks, kept by thing, language and version. Never rows, and never what only one reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import get_language

from insieme.foundation.memory import memory

#: So long may stand what no version tells of: the name of a place.
KEPT_SECONDS = 600

Block = TypeVar("Block")


def kept(thing: str, version: object, render: Callable[[], Block]) -> Block:
    """The block of a thing in the present language, rendered anew when `version`, all that it shows, has changed."""
    known: Block | None = remembered(thing, version)
    return keep(thing, version, render()) if known is None else known


def remembered(thing: str, version: object) -> Any:
    """The block of a thing in the present language, if it is kept and `version` is still the same."""
    known: tuple[object, Any] | None = memory.get(_key(thing))
    return None if known is None or known[0] != version else known[1]


def keep(thing: str, version: object, block: Block) -> Block:
    """Keep a block that was rendered in the present language for all readers."""
    memory.set(_key(thing), (version, block), KEPT_SECONDS)
    return block


def _key(thing: str) -> str:
    return f"block:{thing}:{get_language()}"

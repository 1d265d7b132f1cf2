# SPDX-License-Identifier: AGPL-3.0-or-later
"""A thing as it can be found by its words: what a room tells of what everybody may see of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Findable:
    """`ref` names it among its `kind`; `key` says where it stands when all are gone through; `open_until` where one can still take part."""

    kind: str
    ref: str
    key: int
    path: str
    title: str
    text: str
    at: datetime
    place_id: int | None = None
    category: str = ""
    open_until: datetime | None = None


class Source(Protocol):
    """Those of a kind that everybody may see: the named ones, or the first ones behind a key, in the order of their keys."""

    def __call__(self, refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
        """What can be found. A fixed number of queries."""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the tiles that are served. Source: C2SP tlog-tiles."""

from __future__ import annotations

import re

from insieme.record.rules.trees import TALL, WIDTH

ENTRIES = "entries"


def tile_path(kind: str, index: int, width: int = WIDTH) -> str:
    """Return a tile's address below the record, as `tile/0/x001/234` or `tile/entries/000.p/7`; `kind` is a level or `entries`."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{kind}/{'/'.join(groups)}" + ("" if width == WIDTH else f".p/{width}")


_ADDRESS = re.compile(r"((?:x[0-9]{3}/){0,5})([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def read_tile_path(address: str) -> tuple[int, int] | None:
    """Return index and width of a tile from the end of its address (after its kind), or None where it is not one."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    high, low, partial = found.groups()
    index, width = int(high.replace("x", "").replace("/", "") + low), int(partial or WIDTH)
    spelled = tile_path("", index, width).removeprefix("tile//")
    return (index, width) if width <= WIDTH and spelled == address else None


def widths(size: int) -> list[int]:
    """Return how many hashes there are at each level of a tree of `size` leaves, from the leaves up."""
    counts = []
    while size:
        counts.append(size)
        size >>= TALL
    return counts

# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far long work on the command line has come: one line that is written over, on terminals only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import TextIOBase
from typing import TypeVar

T = TypeVar("T")
WIDTH = 30
STEPS = 200


def shown(items: Iterable[T], *, total: int, what: str, out: TextIOBase) -> Iterator[T]:
    """Pass the items on, showing on `out` how many of `total` are done; nothing where `out` is a file or a pipe."""
    if not out.isatty():
        yield from items
        return
    every = max(total // STEPS, 1)
    done = 0
    try:
        for done, item in enumerate(items, start=1):
            yield item
            if done % every == 0:
                out.write(_line(done, total, what))
                out.flush()
    finally:
        out.write(_line(done, total, what) + "\n")


def _line(done: int, total: int, what: str) -> str:
    full = WIDTH * done // max(total, 1)
    return f"\r{what} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{total}"

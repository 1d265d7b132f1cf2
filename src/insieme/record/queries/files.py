# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record as files: the same bytes, whether served one by one, exported to a folder or streamed as one archive."""

from __future__ import annotations

from collections.abc import Iterator

from insieme.foundation.errors import NotVisible
from insieme.record import access
from insieme.record.queries.reading import every_checkpoint, newest_checkpoint
from insieme.record.rules.addresses import ENTRIES, tile_path, widths
from insieme.record.rules.leaves import bundle
from insieme.record.rules.trees import HASH, WIDTH

File = tuple[str, bytes]


def vkey() -> str:
    """Return the record's public key as one line."""
    return f"{access.key()}\n"


def tile(level: int, index: int, width: int) -> bytes:
    """Return the first `width` hashes of a tile. Refuses: `NotVisible` where the record does not reach that far."""
    data = access.tile(level, index)[: width * HASH]
    if len(data) != width * HASH:
        raise NotVisible
    return data


def entries(index: int, width: int) -> bytes:
    """Return the bundle of the first `width` entries beside a tile. Refuses: `NotVisible` where the record does not reach that far."""
    newest = newest_checkpoint()
    start = index * WIDTH
    if newest is None or start + width > newest.size:
        raise NotVisible
    return bundle(access.spelled(start, start + width))


def notes() -> Iterator[bytes]:
    """Return the notes of all checkpoints, each followed by an empty line."""
    for checkpoint in every_checkpoint():
        yield f"{checkpoint.note}\n".encode()


def files() -> Iterator[File]:
    """Return path and bytes of every file of the record but `checkpoints`, one in memory at a time; the checkpoint comes last.

    Whoever breaks off in the middle has no new checkpoint that promises more than is there.
    """
    yield "vkey", vkey().encode()
    newest = newest_checkpoint()
    if newest is None:
        return
    for level, count in enumerate(widths(newest.size)):
        for start in range(0, count, WIDTH):
            index, width = start // WIDTH, min(WIDTH, count - start)
            if level == 0:
                yield tile_path(ENTRIES, index, width), bundle(access.spelled(start, start + width))
            yield tile_path(str(level), index, width), access.tile(level, index)[: width * HASH]
    yield "checkpoint", newest.note.encode()

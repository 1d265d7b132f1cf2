# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checking the database against its own signed checkpoints: every row, tile, root, signature and private digest."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Max, Min

from insieme.foundation import canonical
from insieme.foundation.errors import WrongState
from insieme.record import access
from insieme.record.models import Entry, Private, Tile
from insieme.record.queries.reading import every_checkpoint, newest_checkpoint
from insieme.record.rules.addresses import widths
from insieme.record.rules.leaves import leaf
from insieme.record.rules.notes import BadNote, open_note
from insieme.record.rules.trees import HASH, TALL, WIDTH, Edge

Report = Callable[[int, int], None]


class Wrong(WrongState):
    """The first position at which the database does not hold what was sealed, and what is wrong there."""

    code = "record_wrong"

    def __init__(self, position: int, why: str) -> None:
        self.position = position
        super().__init__(f"position {position}: {why}", position=position)


def check(report: Report = lambda _done, _of: None) -> tuple[int, int]:
    """Check the whole record and return how many entries and checkpoints hold; `report` is told how far it has come.

    Refuses: `Wrong`, naming the first wrong position.
    """
    newest = _newest_size()
    heads = _Heads()
    edge, tiles = Edge(), _Tiles(newest)
    for start in range(0, newest, WIDTH):
        stop = min(start + WIDTH, newest)
        for entry in access.spelled(start, stop):
            _add(edge, tiles, entry)
            heads.compare(edge)
        _private_parts(start, stop)
        report(stop, newest)
    _nothing_beyond()
    return newest, heads.count


class _Heads:
    """The checkpoints, from the smallest on, each compared when the tree has reached its size."""

    def __init__(self) -> None:
        self.count = self.held = 0
        self._rows = every_checkpoint()
        self._next = next(self._rows, None)
        self._key = access.key()

    def compare(self, edge: Edge) -> None:
        while self._next and self._next.size <= edge.size:
            size, root, note = self._next.size, self._next.root, self._next.note
            try:
                signed = open_note(note, self._key)
            except BadNote as error:
                raise Wrong(size - 1, f"{error} (checkpoint of size {size})") from error
            if signed != (size, edge.root()) or signed[1].hex() != root:
                raise Wrong(self.held, f"one of the entries {self.held} to {size - 1} is not what the checkpoint of size {size} signed")
            self.count, self.held = self.count + 1, size
            self._next = next(self._rows, None)


class _Tiles:
    """The stored tiles, the current one of each level in memory."""

    def __init__(self, size: int) -> None:
        self._widths = widths(size)
        self._current: dict[int, tuple[int, bytes]] = {}

    def hash_at(self, level: int, index: int) -> bytes:
        tile, place = divmod(index, WIDTH)
        if self._current.get(level, (-1, b""))[0] != tile:
            self._current[level] = (tile, access.tile(level, tile))
        data = self._current[level][1]
        # It may be longer than that: facts are sealed while we look.
        honest = min(WIDTH, self._widths[level] - tile * WIDTH) * HASH
        return data[place * HASH : (place + 1) * HASH] if honest <= len(data) <= WIDTH * HASH else b""


def _add(edge: Edge, tiles: _Tiles, entry: bytes) -> None:
    position = edge.size
    if not entry:
        raise Wrong(position, "there is no row that can be read")
    for level, index, node in edge.append(leaf(entry)):
        if tiles.hash_at(level, index) != node:
            if level == 0:
                raise Wrong(position, "the row is not the one that was sealed: its hash is not that in the tile")
            first = index << level * TALL
            raise Wrong(
                first, f"one of the entries {first} to {position} is not the one that was sealed: level {level} of the tiles differs"
            )


def _private_parts(start: int, stop: int) -> None:
    """Compare private parts with the digests in their entries. An erased one is no fault."""
    rows = Private.objects.filter(entry__position__gte=start, entry__position__lt=stop)
    for position, said, salt, payload in rows.order_by("entry__position").values_list(
        "entry__position", "entry__digest", "salt", "payload"
    ):
        if canonical.digest(bytes(salt), payload) != said:
            raise Wrong(position or 0, "the private part is not the one that was sealed")


def _nothing_beyond() -> None:
    """Refuse rows with positions that no checkpoint covers, and tiles that no tree of its size has."""
    # What may lie beyond is read before the size: facts are sealed while we look, and then the size grows with them.
    found = Entry.objects.aggregate(first=Min("position"), last=Max("position"))
    tiles = dict(Tile.objects.order_by("level").values_list("level").annotate(Max("index")))
    size = _newest_size()
    if found["last"] is not None and not 0 <= found["first"] <= found["last"] < size:
        raise Wrong(size, "there is a row with a position that no checkpoint covers")
    if any(index * WIDTH >= (size >> TALL * level) for level, index in tiles.items()):
        raise Wrong(size, "there are tiles that no checkpoint covers")


def _newest_size() -> int:
    newest = newest_checkpoint()
    return newest.size if newest else 0

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Merkle tree of the record, kept as tiles of 256 hashes: growing it, its root, and proofs from few tiles.

Source: RFC 6962, section 2.1; C2SP tlog-tiles. Hashes inside a tile are computed again when they are needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

HASH = 32
WIDTH = 256
TALL = 8  # heights of the tree that one tile spans
EMPTY = hashlib.sha256(b"").digest()

Fetch = Callable[[int, int], bytes]
"""Takes a tile's level and index; returns its hashes, joined."""


def parent(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below `size`: the leaves of the left half."""
    return 1 << (size - 1).bit_length() - 1


def fold(hashes: list[bytes]) -> bytes:
    """Return the root over a power of two of hashes that stand side by side."""
    while len(hashes) > 1:
        hashes = [parent(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def hashes_of(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile one by one."""
    return [tile[at : at + HASH] for at in range(0, len(tile), HASH)]


def grow(size: int, leaves: list[bytes], fetch: Fetch) -> dict[tuple[int, int], bytes]:
    """Return the tiles that change or are new, by level and index, when `leaves` join a tree of `size` leaves."""
    changed: dict[tuple[int, int], bytes] = {}
    level, hashes = 0, leaves
    while hashes:
        index, filled = divmod(size >> TALL * level, WIDTH)
        data = (fetch(level, index)[: filled * HASH] if filled else b"") + b"".join(hashes)
        full: list[bytes] = []
        for at in range(0, len(data), WIDTH * HASH):
            tile = data[at : at + WIDTH * HASH]
            changed[level, index] = tile
            index += 1
            if len(tile) == WIDTH * HASH:
                full.append(fold(hashes_of(tile)))
        level, hashes = level + 1, full
    return changed


class Tree:
    """A tree of `size` leaves whose tiles `fetch` reads. Proofs touch a few tiles for each level."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self._fetch = fetch
        self._tiles: dict[tuple[int, int], bytes] = {}

    def _full(self, height: int, index: int) -> bytes:
        """Return the root of the full subtree of 2^height leaves that is the index-th of its height."""
        level, above = divmod(height, TALL)
        tile, first = divmod(index << above, WIDTH)
        if (level, tile) not in self._tiles:
            self._tiles[level, tile] = self._fetch(level, tile)
        data = self._tiles[level, tile][first * HASH : (first + (1 << above)) * HASH]
        if len(data) != HASH << above:
            msg = f"tile {level}/{tile} is missing or too short"
            raise LookupError(msg)
        return fold(hashes_of(data))

    def _over(self, low: int, high: int) -> bytes:
        """Return the root over the leaves from `low` up to and without `high`."""
        size = high - low
        if size & (size - 1) == 0:
            height = size.bit_length() - 1
            return self._full(height, low >> height)
        middle = low + split(size)
        return parent(self._over(low, middle), self._over(middle, high))

    def root(self) -> bytes:
        """Return the root: what a checkpoint signs."""
        return self._over(0, self.size) if self.size else EMPTY

    def inclusion(self, position: int) -> list[bytes]:
        """Return the hashes that lead from a leaf to the root. Refuses: a position outside of the tree, with `LookupError`."""
        if not 0 <= position < self.size:
            msg = f"position {position} is not in a record of {self.size}"
            raise LookupError(msg)
        path: list[bytes] = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + split(high - low)
            if position < middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, older: int) -> list[bytes]:
        """Return the hashes which show that the tree of the first `older` leaves is a beginning of this one."""
        if not 0 < older <= self.size:
            msg = f"{older} is not an earlier size of a record of {self.size}"
            raise LookupError(msg)
        path: list[bytes] = []
        low, high, whole = 0, self.size, True
        while high != older:
            middle = low + split(high - low)
            if older <= middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low, whole = middle, False
        return [*([] if whole else [self._over(low, high)]), *path[::-1]]


class Edge:
    """A tree that grows leaf by leaf, keeping no more than the roots of the full subtrees on its right edge."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; return level, index and hash of everything that tiles hold because of it."""
        node, height, kept = leaf, 0, [(0, self.size, leaf)]
        while self.size >> height & 1:
            node, height = parent(self._roots.pop(), node), height + 1
            if height % TALL == 0:
                kept.append((height // TALL, self.size >> height, node))
        self._roots.append(node)
        self.size += 1
        return kept

    def root(self) -> bytes:
        """Return the root of what was added so far."""
        if not self._roots:
            return EMPTY
        *others, node = self._roots
        for left in reversed(others):
            node = parent(left, node)
        return node


def climb(leaf: bytes, position: int, size: int, path: list[bytes]) -> list[tuple[bool, bytes, bytes]]:
    """Return each step from a leaf towards the root: whether the sibling stands on the left, the sibling, the node above.

    Refuses: a path that does not fit position and size, with `ValueError`. Source: RFC 9162, section 2.1.3.2.
    """
    steps: list[tuple[bool, bytes, bytes]] = []
    node, at, last = leaf, position, size - 1
    for sibling in path:
        on_left = bool(at & 1) or at == last
        if last == 0:
            break
        node = parent(sibling, node) if on_left else parent(node, sibling)
        steps.append((on_left, sibling, node))
        while on_left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if last or len(steps) != len(path) or not 0 <= position < size:
        msg = "the path does not fit the position and the size"
        raise ValueError(msg)
    return steps


def root_by_inclusion(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """Return the root to which a leaf and its path lead. Refuses: a path that does not fit, with `ValueError`."""
    steps = climb(leaf, position, size, path)
    return steps[-1][2] if steps else leaf


def is_beginning(older: int, old_root: bytes, size: int, root: bytes, path: list[bytes]) -> bool:
    """Whether `path` shows that the tree of `older` leaves is a beginning of that of `size`. Source: RFC 9162, section 2.1.4.2."""
    if not 0 < older <= size or (older == size and path):
        return False
    if older == size:
        return old_root == root
    hashes = [old_root, *path] if older & (older - 1) == 0 else list(path)
    if not hashes:
        return False
    at, last = older - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = parent(sibling, first), parent(sibling, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = parent(second, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == root

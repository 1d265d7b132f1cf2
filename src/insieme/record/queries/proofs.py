# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proofs that an entry is in the record, and roots of the record at any size it has had."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.foundation.errors import NotVisible
from insieme.record.access import key, spelled, tile
from insieme.record.models import Checkpoint
from insieme.record.rules.leaves import leaf
from insieme.record.rules.notes import open_note
from insieme.record.rules.trees import Tree, climb, is_beginning, root_by_inclusion


@dataclass(frozen=True, slots=True)
class Proof:
    """The hashes that lead from an entry's bytes to the root of the record at a size, and the checkpoint that signs it, if one does."""

    position: int
    size: int
    entry: bytes
    leaf: bytes
    path: list[bytes]
    root: bytes
    note: str

    def steps(self) -> list[tuple[bool, str, str]]:
        """Return the way from the leaf to the root for somebody to follow: sibling on the left or not, sibling, result."""
        return [(on_left, sibling.hex(), node.hex()) for on_left, sibling, node in climb(self.leaf, self.position, self.size, self.path)]

    @property
    def holds(self) -> bool:
        """Whether the path leads from the entry, as it stands in the database now, to the root, and the key has signed that root."""
        try:
            signed = open_note(self.note, key()) if self.note else (self.size, self.root)
            return root_by_inclusion(self.leaf, self.position, self.size, self.path) == self.root and signed == (self.size, self.root)
        except ValueError:
            return False

    def as_json(self) -> dict[str, object]:
        """Return the proof for a program to check."""
        return {
            "position": self.position,
            "size": self.size,
            "entry": self.entry.decode(),
            "leaf": self.leaf.hex(),
            "path": [node.hex() for node in self.path],
            "root": self.root.hex(),
            "checkpoint": self.note,
        }


def proof(position: int, size: int | None = None) -> Proof:
    """Prove an entry against the newest checkpoint, or against the record as it was at `size`.

    Refuses: `NotVisible` where the position is not in the record of that size.
    """
    checkpoints = Checkpoint.objects.order_by("-size")
    checkpoint = checkpoints.first() if size is None else checkpoints.filter(size=size).first()
    size = checkpoint.size if checkpoint else size or 0
    tree = Tree(size, tile)
    try:
        path, root = tree.inclusion(position), bytes.fromhex(checkpoint.root) if checkpoint else tree.root()
    except (LookupError, ValueError) as error:
        raise NotVisible from error
    entry = spelled(position, position + 1)[0]
    return Proof(position, size, entry, leaf(entry), path, root, checkpoint.note if checkpoint else "")


def root_at(size: int) -> bytes:
    """Return the root of the record as it was when it had `size` entries. Refuses: `NotVisible` for a size that it never had."""
    try:
        return Tree(size, tile).root()
    except (LookupError, ValueError) as error:
        raise NotVisible from error


@dataclass(frozen=True, slots=True)
class Growth:
    """The hashes that lead from the root of an earlier size to that of the newest, and whether they do."""

    older: int
    size: int
    path: list[bytes]
    holds: bool


def growth(older: int) -> Growth:
    """Show that the record of `older` entries is a beginning of the newest. Refuses: `NotVisible` for a size that has no checkpoint."""
    first, newest = Checkpoint.objects.filter(size=older).first(), Checkpoint.objects.order_by("-size").first()
    if not first or not newest:
        raise NotVisible
    try:
        path = Tree(newest.size, tile).consistency(older)
        holds = is_beginning(older, bytes.fromhex(first.root), newest.size, bytes.fromhex(newest.root), path)
    except (LookupError, ValueError):
        path, holds = [], False
    return Growth(older, newest.size, path, holds)

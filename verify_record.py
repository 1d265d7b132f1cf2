# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check a downloaded record of Insieme, offline: python verify_record.py DIR [--key VKEY] [--since OLD_CHECKPOINT_FILE] [--proof FILE ...].

Needs Python 3.11 and the package `cryptography`, nothing of Insieme. It computes the hash of every entry, compares it with
the tiles, the tiles with the root of every checkpoint, and the checkpoints with their signatures; of each proof that it leads
from its entry to the root that a checkpoint signs, and that the entry stands in the folder, too. Exit code 0 and one line
where all of it holds, 1 and the first wrong position where it does not.

Formats: RFC 6962 (the tree), C2SP signed-note, tlog-checkpoint and tlog-tiles (the files).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("This needs the package `cryptography`: python -m pip install cryptography")

HASH, WIDTH, TALL = 32, 256, 8
LINES = 5  # of a checkpoint
NOTE, BUNDLE, PROOF = 4096, WIDTH * (2 + 65_535), 1_000_000  # no honest file of its kind is longer


class WrongError(Exception):
    """What does not hold, and at which position."""

    def __init__(self, why: str, position: int | None = None) -> None:
        self.why, self.position = why, position
        super().__init__(why)

    def __str__(self) -> str:
        return f"WRONG: {self.why}." if self.position is None else f"WRONG at position {self.position}: {self.why}."


def sha256(data: bytes) -> bytes:
    """Hash some bytes."""
    return hashlib.sha256(data).digest()


# --- keys and checkpoints


@dataclass(frozen=True)
class Key:
    """The record's name and the key that checks its signatures, read from one line (a "vkey")."""

    origin: str
    public: bytes

    @classmethod
    def read(cls, line: str, where: str) -> Key:
        """Read a key; `where` says in a refusal what it was read from."""
        origin, _, rest = line.strip().partition("+")
        identity, _, data = rest.partition("+")
        raw = decode(data, where)
        key = cls(origin, raw[1:])
        if not origin or raw[:1] != b"\x01" or len(raw) != 1 + HASH or identity != key.identity.hex():
            raise WrongError(f"{where} does not hold a key of a record")
        return key

    @property
    def identity(self) -> bytes:
        """Four bytes by which a signature says whose it is."""
        return sha256(self.origin.encode() + b"\n\x01" + self.public)[:4]


@dataclass(frozen=True)
class Checkpoint:
    """A signed statement: the record had this many entries, and this root."""

    size: int
    root: bytes

    @classmethod
    def read(cls, note: str, key: Key, where: str) -> Checkpoint:
        """Read a checkpoint whose signature holds."""
        lines = note.split("\n")
        if len(lines) != LINES + 1 or lines[3] or lines[5] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
            raise WrongError(f"{where} is not a signed checkpoint")
        origin, size, root, _, signed, _ = lines
        if origin != key.origin:
            raise WrongError(f"{where} is of another record, {origin[:80]!r} and not {key.origin!r}")
        signature = decode(signed.removeprefix(f"\N{EM DASH} {origin} "), where)
        if signature[:4] != key.identity:
            raise WrongError(f"{where} is signed with another key")
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], "\n".join(lines[:3]).encode() + b"\n")
        except InvalidSignature:
            raise WrongError(f"the signature of {where} does not hold") from None
        return cls(int(size), decode(root, where))


def decode(text: str, where: str) -> bytes:
    """Read base 64 in its only spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if not raw or base64.b64encode(raw).decode() != text:
        raise WrongError(f"{where} is damaged: {text[:40]!r} is not base 64")
    return raw


def stored_checkpoints(folder: Path, key: Key, newest: Checkpoint) -> Iterator[Checkpoint]:
    """Give all checkpoints from the smallest to the newest, read one by one."""
    path, last = folder / "checkpoints", 0
    if path.exists():
        with open_plain(path) as file:
            while note := b"".join(file.readline(NOTE) for _ in range(LINES)):
                found = Checkpoint.read(text(note, path), key, f"a checkpoint in {path}, after that of size {last}")
                if found.size <= last or found.size > newest.size:
                    raise WrongError(f"the checkpoints in {path} are out of order after size {last}")
                if file.readline(NOTE) not in {b"\n", b""}:
                    raise WrongError(f"{path} is damaged after the checkpoint of size {found.size}")
                last = found.size
                yield found
    if last < newest.size:
        yield newest


# --- files


def open_plain(path: Path) -> BinaryIO:
    """Open a file, unless it is missing or no plain file: a pipe would never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise WrongError(f"{path} is not a file")
        return path.open("rb")
    except OSError as error:
        raise WrongError(f"{path} cannot be read ({error.strerror})") from None


def read(path: Path, most: int) -> bytes:
    """Read a file that is at most so long."""
    with open_plain(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise WrongError(f"{path} is longer than it can honestly be")
    return data


def text(data: bytes, where: Path) -> str:
    """Read bytes as text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise WrongError(f"{where} is damaged: it is not text") from None


def tile_path(folder: Path, kind: str, index: int, width: int) -> Path:
    """Return where a tile, or the bundle of entries beside it, is kept."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03}")
    return folder.joinpath("tile", kind, *parts[:-1], parts[-1] if width == WIDTH else f"{parts[-1]}.p/{width}")


def bundle(folder: Path, index: int, width: int) -> Iterator[bytes]:
    """Give the entries of one bundle; say at which position it breaks off."""
    first = index * WIDTH
    path = tile_path(folder, "entries", index, width)
    try:
        data = read(path, BUNDLE)
    except WrongError as error:
        raise WrongError(error.why, first) from None
    at = 0
    for position in range(first, first + width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise WrongError(f"{path} breaks off", position)
        yield data[at + 2 : end]
        at = end
    if at != len(data):
        raise WrongError(f"{path} holds more than its {width} entries", first + width)


class Tiles:
    """The stored hashes, the current tile of each level in memory."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self.current: dict[int, tuple[int, bytes]] = {}

    def hash_at(self, level: int, index: int) -> bytes:
        """Return the stored hash at a place of a level."""
        tile, place = divmod(index, WIDTH)
        if self.current.get(level, (-1,))[0] != tile:
            width = min(WIDTH, (self.size >> TALL * level) - tile * WIDTH)
            path = tile_path(self.folder, str(level), tile, width)
            data = read(path, WIDTH * HASH)
            if len(data) != width * HASH:
                raise WrongError(f"{path} has {len(data)} bytes instead of {width * HASH}")
            self.current[level] = (tile, data)
        return self.current[level][1][place * HASH : (place + 1) * HASH]


# --- the tree


class Tree:
    """Grows leaf by leaf, remembering the roots of the full subtrees on its edge."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add a leaf; give level, index and hash of everything that a tile holds about it."""
        node, height = leaf, 0
        yield 0, self.size, node
        while self.size >> height & 1:
            node, height = sha256(b"\1" + self.edge.pop() + node), height + 1
            if height % TALL == 0:
                yield height // TALL, self.size >> height, node
        self.edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of what was added so far."""
        if not self.edge:
            return sha256(b"")
        node = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            node = sha256(b"\1" + left + node)
        return node


def check(folder: Path, key: Key, since: Checkpoint | None, proven: list[Checkpoint]) -> tuple[Checkpoint, int]:
    """Check everything, also against the checkpoints by which entries are `proven`; give the newest one and how many there were."""
    newest = Checkpoint.read(text(read(folder / "checkpoint", NOTE), folder / "checkpoint"), key, str(folder / "checkpoint"))
    if later := [other.size for other in proven if other.size > newest.size]:
        raise WrongError(f"a proof is from when the record had {max(later)} entries, and this folder has {newest.size}: download it again")
    if since and since.size > newest.size:
        raise WrongError(f"the record was cut: it had {since.size} entries and has {newest.size}", newest.size)
    checkpoints = stored_checkpoints(folder, key, newest)
    expected, held, count = next(checkpoints, None), 0, 0
    tiles, tree = Tiles(folder, newest.size), Tree()
    if since and since.size == 0 and since.root != tree.root():
        raise WrongError("the older checkpoint is of no record at all")
    for start in range(0, newest.size, WIDTH):
        for entry in bundle(folder, start // WIDTH, min(WIDTH, newest.size - start)):
            add(tree, tiles, entry)
            while expected and expected.size == tree.size:
                if expected.root != tree.root():
                    raise WrongError(
                        f"one of the entries {held} to {tree.size - 1} is not what the checkpoint of size {tree.size} signed", held
                    )
                expected, held, count = next(checkpoints, None), tree.size, count + 1
            if any(other.size == tree.size and other.root != tree.root() for other in proven):
                raise WrongError(f"a proof is of another record: at size {tree.size} this one had another root, under the same key", held)
            if since and since.size == tree.size and since.root != tree.root():
                raise WrongError(f"one of the entries before {tree.size} is not what it was at the older checkpoint", held)
        show(tree.size, newest.size)
    return newest, count


def add(tree: Tree, tiles: Tiles, entry: bytes) -> None:
    """Add an entry and compare all that is stored about it."""
    position = tree.size
    for level, index, node in tree.append(sha256(b"\0" + entry)):
        try:
            stored = tiles.hash_at(level, index)
        except WrongError as error:
            raise WrongError(error.why, position) from None
        if stored != node:
            if level == 0:
                raise WrongError("the entry is not the one that was sealed: its hash is not that in the tile", position)
            first = index << level * TALL
            raise WrongError(
                f"one of the entries {first} to {position} is not the one that was sealed: level {level} of the tiles differs", first
            )


@dataclass(frozen=True)
class Proof:
    """That an entry stands at a position of the record of which a checkpoint signs the root."""

    path: Path
    position: int
    entry: bytes
    signed: Checkpoint


def read_proof(path: Path, key: Key) -> Proof:
    """Read a proof that leads from its entry to the root that its checkpoint signs."""
    try:
        told = json.loads(text(read(path, PROOF), path))
        position, entry, note = int(told["position"]), str(told["entry"]).encode(), str(told["checkpoint"])
        way = [bytes.fromhex(node) for node in told["path"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise WrongError(f"{path} is not a proof") from None
    signed = Checkpoint.read(note, key, f"the checkpoint in {path}")
    if not 0 <= position < signed.size or climb(sha256(b"\0" + entry), position, signed.size, way) != signed.root:
        raise WrongError(f"the proof {path} does not lead from its entry to the root that is signed", position)
    return Proof(path, position, entry, signed)


def find(proof: Proof, folder: Path, newest: Checkpoint) -> None:
    """Find the entry that is proven at its place in the folder. That both are of one record has been checked."""
    tile, place = divmod(proof.position, WIDTH)
    if list(bundle(folder, tile, min(WIDTH, newest.size - tile * WIDTH)))[place] != proof.entry:
        raise WrongError(f"{proof.path} proves another entry than the one in this folder", proof.position)


def climb(node: bytes, position: int, size: int, way: list[bytes]) -> bytes:
    """Return the root to which the hashes beside the way lead from a leaf (RFC 9162, 2.1.3.2); nothing where they do not fit."""
    last = size - 1
    for sibling in way:
        if last == 0:
            return b""
        if position & 1 or position == last:
            node = sha256(b"\1" + sibling + node)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = sha256(b"\1" + node + sibling)
        position, last = position >> 1, last >> 1
    return node if last == 0 else b""


def surplus(folder: Path, size: int) -> int:
    """Count files in the folder of tiles that no checkpoint covers. Refuses entries that claim to be in the record."""
    count = 0
    for where, _, names in os.walk(folder / "tile"):
        for name in names:
            path = Path(where, name).relative_to(folder / "tile").as_posix()
            found = re.fullmatch(r"(entries|[0-9])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([0-9]{1,3}))?", path)
            if not found:
                count += 1
                continue
            kind, address, partial = found.groups()
            level, index, width = 0 if kind == "entries" else int(kind), int(re.sub("[x/]", "", address)), int(partial or WIDTH)
            have = size >> TALL * level
            if index * WIDTH + width > have:
                raise WrongError(f"{folder / 'tile' / path} holds more than the checkpoint signs", have << TALL * level)
            count += width < min(WIDTH, have - index * WIDTH)
    return count


def show(done: int, size: int) -> None:
    """Show on a terminal how far it has come."""
    if sys.stderr.isatty() and (done // WIDTH % 64 == 0 or done == size):
        sys.stderr.write(f"\r{done:,} of {size:,}" if done < size else "\r\033[K")
        sys.stderr.flush()


def main() -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description="Check a downloaded record of Insieme.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that was downloaded or exported")
    parser.add_argument("--key", metavar="VKEY", help="the key of the record as you know it; without it, that in the folder is taken")
    parser.add_argument("--since", type=Path, metavar="FILE", help="a checkpoint that you kept: has the record only grown since?")
    parser.add_argument(
        "--proof", type=Path, metavar="FILE", nargs="+", default=[], help="proofs of single entries, as in an export of your data"
    )
    options = parser.parse_args()
    try:
        if not options.folder.is_dir():
            raise WrongError(f"{options.folder} is not a folder")
        key = (
            Key.read(options.key, "--key")
            if options.key
            else Key.read(text(read(options.folder / "vkey", NOTE), options.folder / "vkey"), str(options.folder / "vkey"))
        )
        since = Checkpoint.read(text(read(options.since, NOTE), options.since), key, str(options.since)) if options.since else None
        proofs = [read_proof(path, key) for path in options.proof]
        newest, count = check(options.folder, key, since, [proof.signed for proof in proofs])
        for proof in proofs:
            find(proof, options.folder, newest)
        ignored = surplus(options.folder, newest.size)
    except WrongError as error:
        print(error)
        return 1
    except (OSError, ValueError, RecursionError) as error:
        print(f"WRONG: the folder cannot be read: {error}")
        return 1
    grown = f", grown from {since.size} without a change" if since else ""
    proved = f"; {len(options.proof)} proofs" if options.proof else ""
    beside = f"; {ignored} other files were not looked at" if ignored else ""
    print(f"OK: {newest.size} entries of {key.origin}{grown}; {count} signed checkpoints; root {newest.root.hex()}{proved}{beside}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

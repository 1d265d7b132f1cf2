# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checkpoints as signed notes, and the keys that sign and check them. Source: C2SP signed-note, tlog-checkpoint."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
PREFIX = "PRIVATE+KEY+"
ID = 4
SEED = 32
LINES = 5


class BadNote(ValueError):  # noqa: N818 - it says what is wrong with the note, not with the program
    """A note or key that cannot be read, or whose signature does not hold."""


@dataclass(frozen=True, slots=True)
class Key:
    """The public half: the name of the record and the key that checks its notes."""

    origin: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.origin.encode() + b"\n" + ED25519 + self.public).digest()[:ID]

    def __str__(self) -> str:
        """Return the key as one line to hand out (a "vkey")."""
        return f"{self.origin}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signer:
    """The private half."""

    origin: str
    private: bytes

    @classmethod
    def make(cls, origin: str) -> Signer:
        """Return a new random key for a record of that name."""
        return cls(origin, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def key(self) -> Key:
        """The public half."""
        return Key(self.origin, Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw())

    def __str__(self) -> str:
        """Return the key as the one line that the key file holds. Source: golang.org/x/mod/sumdb/note."""
        return f"{PREFIX}{self.origin}+{self.key.id.hex()}+{base64.b64encode(ED25519 + self.private).decode()}"

    @classmethod
    def read(cls, line: str) -> Signer:
        """Return the key that a line from a key file holds. Refuses: anything else, with `BadNote`."""
        origin, data = _parts(line.strip().removeprefix(PREFIX))
        signer = cls(origin, data)
        if str(signer) != line.strip():
            msg = "the key file is damaged"
            raise BadNote(msg)
        return signer

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed note of a checkpoint."""
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signature = Ed25519PrivateKey.from_private_bytes(self.private).sign(text.encode())
        return f"{text}\n\N{EM DASH} {self.origin} {base64.b64encode(self.key.id + signature).decode()}\n"


def read_key(line: str) -> Key:
    """Return the public key that a line (a "vkey") holds. Refuses: anything else, with `BadNote`."""
    origin, data = _parts(line.strip())
    key = Key(origin, data)
    if str(key) != line.strip():
        msg = "this is not a key of a record"
        raise BadNote(msg)
    return key


def open_note(note: str, key: Key) -> tuple[int, bytes]:
    """Return size and root of a checkpoint whose signature holds. Refuses: any other note, with `BadNote`."""
    lines = note.split("\n")
    if len(lines) != LINES + 1 or lines[3] or lines[5]:
        msg = "the checkpoint has not the five lines of a signed note"
        raise BadNote(msg)
    origin, size, root, _, signed = lines[:LINES]
    if origin != key.origin:
        msg = f"the checkpoint is of another record: {origin}"
        raise BadNote(msg)
    found = _decode(signed.removeprefix(f"\N{EM DASH} {key.origin} "))
    if found[:ID] != key.id:
        msg = "the checkpoint is signed with another key"
        raise BadNote(msg)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(found[ID:], f"{origin}\n{size}\n{root}\n".encode())
    except InvalidSignature as error:
        msg = "the signature of the checkpoint does not hold"
        raise BadNote(msg) from error
    return int(size), _decode(root)


def signature_of(note: str) -> str:
    """Return the signature of a note, in base 64."""
    return note.rstrip("\n").rsplit(" ", 1)[-1]


def _parts(line: str) -> tuple[str, bytes]:
    origin, _, rest = line.partition("+")
    raw = _decode(rest.partition("+")[2])
    if not origin or raw[:1] != ED25519 or len(raw) != len(ED25519) + SEED:
        msg = "this is not a key of a record"
        raise BadNote(msg)
    return origin, raw[1:]


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        msg = "this is not base 64"
        raise BadNote(msg) from error
    if base64.b64encode(raw).decode() != text:
        msg = "this is base 64 in another spelling than its only one"
        raise BadNote(msg)
    return raw

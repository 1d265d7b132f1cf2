# SPDX-License-Identifier: AGPL-3.0-or-later
"""How one fact is spelled as bytes, and how entries are bundled for serving."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

FIELDS = ("about", "actor", "at", "code", "digest", "public", "ref", "version")
LONGEST = 65_535  # a bundle counts an entry's bytes in 16 bits


def spell_time(at: datetime) -> str:
    """Return the moment in UTC with microseconds, as `2026-03-29T10:00:00.000000Z`: the same on every database."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def spell(about: str, actor: str, at: datetime, code: str, digest: str, public: str, ref: str, version: int) -> bytes:
    """Return the canonical bytes of an entry: JSON with sorted keys, made of the row's own columns in the order of `FIELDS`.

    `public` is already JSON and goes in letter by letter, so that any changed letter of it changes the leaf.
    """
    said = json.dumps
    text = (
        f'{{"about":{said(about, ensure_ascii=False)},"actor":{said(actor, ensure_ascii=False)},"at":"{spell_time(at)}",'
        f'"code":{said(code, ensure_ascii=False)},"digest":{said(digest, ensure_ascii=False)},"public":{public},'
        f'"ref":{said(ref, ensure_ascii=False)},"version":{version}}}'
    )
    return text.encode()


def leaf(entry: bytes) -> bytes:
    """Return the leaf hash of an entry's bytes. Source: RFC 6962, section 2.1."""
    return hashlib.sha256(b"\0" + entry).digest()


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return up to 256 entries, each behind its length in two bytes. Source: C2SP tlog-tiles, "Log Entries"."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)

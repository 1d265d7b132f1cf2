# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding what the record stands on: its key and its head. Everybody may read the record, so nothing else is guarded here."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import WrongState
from insieme.record.models import Checkpoint, Entry, Tile
from insieme.record.rules.leaves import FIELDS, spell
from insieme.record.rules.notes import BadNote, Key, Signer, open_note
from insieme.record.rules.trees import Tree


class RecordBroken(WrongState):
    """The database and the record's own signed head disagree, so that nothing may be signed on top of it."""

    code = "record_broken"
    sentence = _(
        "The record does not agree with its own signed checkpoint. Nothing is sealed until that is mended: run “insieme record verify”."
    )


def signer() -> Signer:
    """Return the record's key, made and kept in the data folder when it is first needed.

    The record's name (its origin) is kept with the key: a record does not change its name when it moves to another address.
    """
    return _signer(Path(settings.DATA) / "keys" / "record.key")


def key() -> Key:
    """Return the public half of the record's key."""
    return signer().key


@lru_cache(maxsize=4)
def _signer(path: Path) -> Signer:
    if not path.exists():
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(f"{Signer.make(f'{settings.SITE_HOST}/record')}\n")
        try:
            os.link(made, path)
        except FileExistsError:
            pass  # another process was quicker: its key is the key
        finally:
            made.unlink()
    return Signer.read(path.read_text())


def tile(level: int, index: int) -> bytes:
    """Return the bytes of a tile, empty where there is none."""
    found = Tile.objects.filter(level=level, index=index).values_list("data", flat=True).first()
    return bytes(found or b"")


def sound_size() -> int:
    """Return how many entries are sealed, having looked that key, checkpoint, tiles and last row agree on it.

    Refuses: `RecordBroken` where they do not.
    """
    head = Checkpoint.objects.order_by("-size").first()
    last = Entry.objects.exclude(position=None).order_by("-position").values_list("position", flat=True).first()
    if head is None:
        if last is not None:
            raise RecordBroken
        return 0
    try:
        size, root = open_note(head.note, key())
        sound = size == head.size == last + 1 if last is not None else False
        sound = sound and root.hex() == head.root and Tree(size, tile).root() == root
    except (BadNote, LookupError) as error:
        raise RecordBroken from error
    if not sound:
        raise RecordBroken
    return size


def spelled(start: int, stop: int) -> list[bytes]:
    """Return the canonical bytes of the entries from one position up to and without another.

    A row that is missing, or that somebody has made unreadable, is empty: its hash then tells.
    """
    try:
        found = _spelled(start, stop)
    except Exception:  # noqa: BLE001 - what drivers raise on a damaged column is without end; one row must not hide the others
        if stop - start == 1:
            return [b""]
        return [entry for position in range(start, stop) for entry in spelled(position, position + 1)]
    return [found.get(position, b"") for position in range(start, stop)]


def _spelled(start: int, stop: int) -> dict[int | None, bytes]:
    rows = Entry.objects.filter(position__gte=start, position__lt=stop).values_list("position", *FIELDS)
    return {row[0]: spell(*row[1:]) for row in rows}

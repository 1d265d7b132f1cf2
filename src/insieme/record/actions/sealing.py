# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving committed facts their positions, and signing the record that they make."""

from __future__ import annotations

from django.db import connection, transaction

from insieme.foundation import clock
from insieme.foundation.locks import exclusive
from insieme.record import access
from insieme.record.models import Checkpoint, Entry, Tile
from insieme.record.rules.leaves import FIELDS, leaf, spell
from insieme.record.rules.trees import Tree, grow

BATCH = 2048


def seal(limit: int | None = None) -> int:
    """Seal all facts that wait, at most `limit`, and return how many: gap-free positions, tiles, a signed checkpoint for each batch.

    Refuses: `RecordBroken` where the record does not agree with its last checkpoint.
    """
    done = 0
    while limit is None or done < limit:
        # Looking first costs a read; beginning costs, on SQLite, the lock of all writers.
        if not Entry.objects.filter(position=None).exists():
            break
        sealed = _seal_batch(BATCH if limit is None else min(BATCH, limit - done))
        if not sealed:
            break
        done += sealed
    return done


def _seal_batch(limit: int) -> int:
    with transaction.atomic():
        exclusive("record.seal")
        size = access.sound_size()
        rows = list(Entry.objects.filter(position=None).order_by("id").values_list("id", *FIELDS)[:limit])
        if not rows:
            return 0
        leaves = [leaf(spell(*row[1:])) for row in rows]
        changed = grow(size, leaves, access.tile)
        _give_positions(size, [row[0] for row in rows])
        _write_tiles(changed)
        _sign(size + len(rows), changed)
        return len(rows)


def _give_positions(start: int, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement: there, one for each row costs three times as much.
            cursor.execute(
                "UPDATE record_entry SET position = %s + new.place - 1 FROM unnest(%s::bigint[]) WITH ORDINALITY AS new (id, place) "
                "WHERE record_entry.id = new.id AND position IS NULL",
                [start, ids],
            )
        else:
            places = [(start + place, key) for place, key in enumerate(ids)]
            cursor.executemany("UPDATE record_entry SET position = %s WHERE id = %s AND position IS NULL", places)


def _write_tiles(changed: dict[tuple[int, int], bytes]) -> None:
    tiles = [Tile(level=level, index=index, data=data) for (level, index), data in changed.items()]
    Tile.objects.bulk_create(tiles, batch_size=100, update_conflicts=True, unique_fields=["level", "index"], update_fields=["data"])


def _sign(size: int, changed: dict[tuple[int, int], bytes]) -> None:
    root = Tree(size, lambda level, index: changed.get((level, index)) or access.tile(level, index)).root()
    Checkpoint.objects.create(size=size, root=root.hex(), note=access.signer().sign(size, root), at=clock.now())

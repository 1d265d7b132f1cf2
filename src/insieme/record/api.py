# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record for programs: entries, proofs, the newest checkpoint. The files for checking all of it stand at /record/."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path, Query

from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.record import queries
from insieme.record.schemas import CheckpointTold, ProofTold, RecordEntryTold

room = Room("Record")

About = Annotated[str, Query(max_length=200, description="Only what is about this thing, as call:buona-energia.")]
Kind = Annotated[str, Query(max_length=40, description="Only facts of this kind, as the tabs of /record/ name them.")]
Position = Annotated[int, Path(ge=0, le=10**15)]


@room.find("/record", Page[RecordEntryTold])
def record(request: Asked, about: About = "", kind: Kind = "", after: After = "", limit: Limit = 20) -> Any:
    """What happened, the newest first."""
    found = queries.feed(key_of(after, "record"), about, kind, limit + 1)
    return page(request, found, limit, lambda entry: entry.position, "record")


@room.find("/record/checkpoint", CheckpointTold)
def record_checkpoint(request: Asked) -> Any:
    """The newest signed root of the record."""
    newest = queries.newest_checkpoint()
    if newest is None:
        raise NotVisible
    return newest


@room.find("/record/{position}", RecordEntryTold)
def record_entry(request: Asked, position: Position) -> Any:
    """One entry of the record."""
    return queries.entry_at(position)


@room.find("/record/{position}/proof", ProofTold)
def record_proof(request: Asked, position: Position) -> Any:
    """The proof that an entry is in the record of the newest checkpoint."""
    return queries.proof(position).as_json()

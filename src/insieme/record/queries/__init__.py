# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the record: by position, as proofs, as the files that are served, and against its own checkpoints."""

from insieme.record.queries.finding import WITHOUT, findable_entries, sentences_at
from insieme.record.queries.private import Opened, actors_at, entries_of, own_private_part
from insieme.record.queries.proofs import Growth, Proof, growth, proof, root_at
from insieme.record.queries.reading import (
    at_positions,
    checkpoint_of,
    checkpoints,
    entry_at,
    entry_of,
    feed,
    first_checkpoint_covering,
    following,
    latest_position,
    newest_checkpoint,
    parked,
    sentence_of,
    topics_after,
)
from insieme.record.queries.topics import Topic, name_topics, topics

__all__ = [
    "WITHOUT",
    "Growth",
    "Opened",
    "Proof",
    "Topic",
    "actors_at",
    "at_positions",
    "checkpoint_of",
    "checkpoints",
    "entries_of",
    "entry_at",
    "entry_of",
    "feed",
    "findable_entries",
    "first_checkpoint_covering",
    "following",
    "growth",
    "latest_position",
    "name_topics",
    "newest_checkpoint",
    "own_private_part",
    "parked",
    "proof",
    "root_at",
    "sentence_of",
    "sentences_at",
    "topics",
    "topics_after",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the record: by position, as proofs, as the files that are served, and against its own checkpoints."""

from insieme.record.queries.private import Opened, own_private_part
from insieme.record.queries.proofs import Growth, Proof, growth, proof, root_at
from insieme.record.queries.reading import (
    checkpoint_of,
    checkpoints,
    entry_at,
    entry_of,
    feed,
    first_checkpoint_covering,
    has_private_part,
    latest_position,
    newest_checkpoint,
    parked,
    sentence_of,
    topics_after,
)
from insieme.record.queries.topics import Topic, name_topics, topics

__all__ = [
    "Growth",
    "Opened",
    "Proof",
    "Topic",
    "checkpoint_of",
    "checkpoints",
    "entry_at",
    "entry_of",
    "feed",
    "first_checkpoint_covering",
    "growth",
    "has_private_part",
    "latest_position",
    "name_topics",
    "newest_checkpoint",
    "own_private_part",
    "parked",
    "proof",
    "root_at",
    "sentence_of",
    "topics",
    "topics_after",
]

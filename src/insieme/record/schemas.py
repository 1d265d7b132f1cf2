# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the API tells of the record."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from insieme.record import queries
from insieme.record.models import Entry


class RecordEntryTold(Schema):
    """One entry: what was said, about what, by whom."""

    position: int = Field(description="Its place in the record, from 0, without gaps.")
    ref: str
    code: str = Field(description="What kind of fact it is, as offers.pledged.")
    version: int
    about: str = Field(description="The thing it is about, as call:buona-energia.")
    actor: str = Field(description="Who acted: an organisation, or only “person”, or a part of the program.")
    at: datetime
    sentence: str = Field(description="The same in words.")
    public: dict[str, Any] = Field(description="What it says in public.")
    digest: str = Field(description="SHA-256 that binds the private part; empty where there is none.")

    @staticmethod
    def resolve_sentence(entry: Entry) -> str:
        """In the language that was asked for."""
        return str(queries.sentence_of(entry))

    @staticmethod
    def resolve_public(entry: Entry) -> dict[str, Any]:
        """As it was sealed."""
        said: dict[str, Any] = json.loads(entry.public)
        return said


class ProofTold(Schema):
    """The hashes that lead from an entry to a signed root (RFC 6962)."""

    position: int
    size: int
    entry: str = Field(description="The bytes that were sealed; the leaf is SHA-256 of a zero byte and these.")
    leaf: str
    path: list[str]
    root: str
    checkpoint: str = Field(description="The signed note (C2SP) that names size and root.")


class CheckpointTold(Schema):
    """The newest signed root of the record."""

    size: int
    root: str
    note: str

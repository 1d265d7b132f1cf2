# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web hooks and their logs, as the API tells and is sent them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.people.schemas.fields import Line


class HookTold(Schema):
    """A web hook."""

    ref: str
    address: str
    organisation: str | None = Field(description="The slug of the organisation whose it is; None for one's own.")
    kinds: list[str] = Field(description="Kinds of facts; none stands for all.")
    topic: str
    state: str = Field(description="active, paused, or stopped because it did not answer.")
    position: int = Field(description="The first entry of the record that was not looked at yet.")
    failures: int
    next_at: datetime | None = Field(description="When it is tried again after a failure.")
    created_at: datetime

    @staticmethod
    def resolve_organisation(hook: Any) -> str | None:
        """By slug."""
        return hook.organisation.slug if hook.organisation_id else None


class HookWithSecret(HookTold):
    """A web hook with the secret by which it signs: only for who has just made or renewed it."""

    secret: str


class HookSent(Sent):
    """What is called with what. Whoever changes it may leave out what has a default: it stays as it was."""

    address: Annotated[Line, Field(max_length=500, examples=["https://example.it/insieme"])]
    kinds: Annotated[list[Annotated[Line, Field(max_length=60)]], Field(max_length=50)] = Field(default_factory=list)
    topic: Annotated[Line, Field(max_length=200)] = ""


class NewHookSent(HookSent):
    """The same, and whose it is."""

    organisation: Annotated[Line, Field(max_length=60, description="The slug of an organisation that you manage; empty: yours.")] = ""


class DeliveryTold(Schema):
    """One fact on its way to a hook; of the last call, what was answered."""

    ref: str
    position: int | None = Field(description="None for a trial.")
    sentence: str
    state: str = Field(description="waiting, sent or skipped.")
    attempts: int
    status: int | None = Field(description="0 where there was no answer.")
    answer: str
    took_ms: int
    queued_at: datetime
    at: datetime | None

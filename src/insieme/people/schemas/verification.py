# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verification of organisations, as the API tells and is sent it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.people.schemas.fields import Line, SomeText


class EvidenceTold(Schema):
    """A file that shows who an organisation is."""

    ref: str
    name: str
    media_type: str
    size: int = Field(alias="file.size")
    path: str = Field(description="Where its owners and administrators download it.")

    @staticmethod
    def resolve_path(file: Any) -> str:
        """Of the API."""
        return reverse("api:evidence", args=[file.ref])


class VerificationTold(Schema):
    """A request to have an organisation verified."""

    ref: str
    how: str = Field(description="evidence, dns or mail.")
    state: str = Field(description="asked, accepted, declined or taken_back.")
    words: str
    domain: str
    mailbox: str
    record: str = Field(description="What the DNS of the domain is to show; empty for other ways.")
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    files: list[EvidenceTold]


class VerificationInFull(VerificationTold):
    """A request, as administrators see it."""

    organisation: str = Field(description="The slug.")
    asked_by: str


class VerificationWaiting(Schema):
    """A request that waits for an administrator."""

    ref: str
    organisation: str = Field(alias="organisation.slug")
    words: str
    asked_at: datetime


class VerificationSent(Sent):
    """How one shows it: by a DNS record, or by a letter to the domain."""

    how: Literal["dns", "mail"]
    domain: Annotated[Line, Field(max_length=253)]
    mailbox: Annotated[Line, Field(max_length=64, description="Before the @, for a letter.")] = ""


class PapersSent(Sent):
    """What shows who an organisation is, in words; files go with it."""

    words: Annotated[SomeText, Field(max_length=2000, description="A register and the number there, links, what is in the files.")]


class VerificationRevoked(Sent):
    """Why a verification is taken away."""

    reason: Annotated[Text, Field(max_length=500, description="It stands in the record.")]


class VerificationDecided(Sent):
    """An administrator's word."""

    accept: bool
    reason: Annotated[Text, Field(max_length=500, description="Needed to decline.")] = ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines and verification, as the API tells and is sent them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.people.schemas.fields import Line


class GuidelineLine(Schema):
    """A guideline in a list."""

    ref: str
    title: str
    version: int = Field(description="Of what is published; 0 for a draft.")


class GuidelineTold(GuidelineLine):
    """A guideline, by the version that holds."""

    organisation: str | None = Field(description="The slug of the organisation; None for one of the house.")
    text: str = Field(description="Markdown.")
    changed: str
    published_at: datetime
    accepted: int = Field(description="How many have accepted this version.")
    accepted_at: datetime | None = Field(description="When the one who asks has.")


class AcceptanceSent(Sent):
    """The version that was read."""

    version: Annotated[int, Field(ge=1, le=9999)]


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


class VerificationWaiting(Schema):
    """A request that waits for an administrator. Its papers are looked at on its page."""

    ref: str
    organisation: str = Field(alias="organisation.slug")
    words: str
    asked_at: datetime


class VerificationSent(Sent):
    """How one shows it: by a DNS record, or by a letter to the domain. Papers are sent on the page."""

    how: Literal["dns", "mail"]
    domain: Annotated[Line, Field(max_length=253)]
    mailbox: Annotated[Line, Field(max_length=64, description="Before the @, for a letter.")] = ""


class VerificationDecided(Sent):
    """An administrator's word."""

    accept: bool
    reason: Annotated[Text, Field(max_length=500, description="Needed to decline.")] = ""

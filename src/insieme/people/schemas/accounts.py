# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one adds of oneself, consents, sessions, the export, as the API tells and is sent them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent

Age = Literal["", "0-17", "18-29", "30-44", "45-59", "60-74", "75-"]
Interest = Literal["food", "energy", "home", "transport", "telecom", "services", "goods"]
ConsentKind = Literal["terms", "privacy", "profile"]


class AboutMeTold(Schema):
    """What one has added of oneself."""

    age_band: str
    interests: list[str]
    findable: bool = Field(description="Whether people find one by name.")
    shows_relations: bool = Field(description="Whether one's page shows what one has to do with organisations.")


class AboutMeSent(Sent):
    """The same, as it is to be. What is left out stays as it was."""

    age_band: Age = ""
    interests: Annotated[list[Interest], Field(max_length=7)] = Field(default_factory=list)
    findable: bool = False
    shows_relations: bool = False


class ConsentTold(Schema):
    """One's word on a text."""

    what: str
    words: str
    version: int = Field(description="The one that holds.")
    required: bool
    given: bool
    agreed_to: int | None = Field(description="The version on which one last said yes or no.")
    at: datetime | None


class SessionTold(Schema):
    """Where one is signed in."""

    ref: str
    device: str
    seen_on: date


class ExportTold(Schema):
    """Everything about oneself as a file, which lies on the page of one's data once it is ready."""

    ref: str
    asked_at: datetime
    done: int
    total: int
    size: int
    ready_at: datetime | None
    ends_at: datetime

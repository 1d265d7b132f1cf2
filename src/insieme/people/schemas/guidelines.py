# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines, as the API tells and is sent them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.people.schemas.fields import Line, SomeLine, SomeText


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


class ShareTold(Schema):
    """How many of those who work for an organisation have accepted the version that holds."""

    accepted: int
    staff: int


class GuidelineInFull(GuidelineTold):
    """The same, with who of its own people have accepted it."""

    share: ShareTold | None = Field(description="For those who work for its organisation.")


class GuidelineVersionTold(Schema):
    """A version of a guideline, and how its text differs from the one before."""

    number: int = Field(alias="version.number")
    text: str = Field(alias="version.text", description="Markdown.")
    changed: str = Field(alias="version.changed")
    published_at: datetime = Field(alias="version.published_at")
    accepted: int = Field(alias="version.accepted")
    pieces: list[tuple[str, str]] = Field(description="Pairs of same, gone or new and the words.")


class GuidelineDrafted(GuidelineLine):
    """What would be the next version, for those who may publish it."""

    text: str = Field(alias="draft", description="Markdown.")


class GuidelineSent(Sent):
    """A guideline as it is written."""

    title: Annotated[SomeLine, Field(max_length=120)]
    text: Annotated[SomeText, Field(max_length=20_000, description="Markdown.")]


class NewGuidelineSent(GuidelineSent):
    """A guideline, and whose it is."""

    organisation: Annotated[Line, Field(max_length=60, description="The slug of one that you manage; empty for the house.")] = ""


class PublicationSent(Sent):
    """What is new in a version."""

    changed: Annotated[Line, Field(max_length=500, description="Needed from the second version on.")] = ""


class AcceptanceSent(Sent):
    """The version that was read."""

    version: Annotated[int, Field(ge=1, le=9999)]

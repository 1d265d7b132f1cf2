# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations that ask to be heard, and what they are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.offers.rules.hearings import LONGEST
from insieme.offers.schemas.promoters import PartyTold, Slug
from insieme.people.schemas.fields import SomeText


class HearingTold(Schema):
    """That an organisation asked to be heard, for it and for those who promote the call."""

    ref: str
    call: str = Field(alias="call.slug")
    organisation: PartyTold
    words: str = Field(description="Where the call speaks of it, and why that concerns it.")
    state: str = Field(description="asked, granted, silent (nobody answered, so it may reply) or refused.")
    because: str = Field(description="Why not, where it is refused.")
    asked_at: datetime
    until: datetime = Field(description="From then on silence is a yes.")
    answered_at: datetime | None


class HearingSent(Sent):
    """Whom the call speaks of, where, and why that concerns it."""

    organisation: Slug
    words: Annotated[SomeText, Field(max_length=LONGEST)]


class HearingAnswered(Sent):
    """A yes, or a no with its reason."""

    hear: bool
    because: Annotated[Text, Field(max_length=LONGEST)] = ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Initiatives, as they are told and opened."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Whole
from insieme.offers.actions.initiatives import InitiativeText
from insieme.offers.schemas.calls import CompanyTold
from insieme.offers.schemas.promoters import Slug
from insieme.people.schemas.fields import SomeText

CrowdSent = Literal["employees", "members", "residents", "others"]


class InitiativeTold(Schema):
    """An organisation that brings its people to a call."""

    ref: str = Field(description="For initiative of a pledge.")
    call: str = Field(alias="call.slug")
    organisation: CompanyTold = Field(alias="company")
    crowd: str = Field(description="Whom it counts: employees, members, residents or others.")
    declared: int = Field(description="How many they are, as it says.")
    goal: int | None = Field(description="How many of them it hopes for.")
    words: str = Field(description="Markdown.")
    state: str = Field(description="open or closed.")
    opened_at: datetime
    closed_at: datetime | None


class InitiativeInFull(InitiativeTold):
    """The same, with how many have pledged through it."""

    pledged: int | None = Field(description="How many, as anybody may know it: None under ten, a lower bound until the call is closed.")
    about: bool = Field(description="Whether that is a lower bound.")
    offers_too: bool = Field(description="Whether the organisation has made an offer to the call as well.")
    may_close: bool = Field(description="Whether the one who asks may close it.")


class InitiativeSent(Sent):
    """What an organisation says of the people whom it brings."""

    organisation: Slug
    crowd: CrowdSent
    declared: Whole
    words: Annotated[SomeText, Field(max_length=1000, description="Markdown.")]
    goal: Whole | None = None

    def text(self) -> InitiativeText:
        """What actions take."""
        said: dict[str, Any] = {name: getattr(self, name) for name in ("crowd", "declared", "words", "goal")}
        return InitiativeText(**said)

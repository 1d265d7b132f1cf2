# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persons: as everybody sees them, and as one sees oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.people.schemas.fields import Line, PlaceTold, Written


class RoleTold(Schema):
    """A role at an organisation."""

    organisation: str = Field(description="The slug of the organisation.", alias="organisation.slug")
    name: str = Field(alias="organisation.name")
    role: str = Field(alias="kind")
    title: str


class RelationShown(Schema):
    """What somebody has to do with an organisation, and wants others to see."""

    organisation: str = Field(alias="organisation.slug")
    name: str = Field(alias="organisation.name")
    kind: str


class PersonTold(Schema):
    """What everybody may know of a person."""

    handle: str
    name: str
    place: PlaceTold | None
    roles: list[RoleTold] = Field(description="Those in which the person acts for organisations in public.")
    relations: list[RelationShown] = Field(description="What the person has to do with organisations, where they show it.")


class MeTold(Schema):
    """The person who asks, and what they showed is good for."""

    ref: str
    handle: str | None
    name: str
    language: str
    place: PlaceTold | None
    scopes: list[str]
    roles: list[RoleTold]


class ProfileSent(Sent):
    """What a person says of themselves. What has a default may be left out: it stays as it was."""

    name: Annotated[Line, Field(max_length=80)]
    handle: Annotated[Line, Field(max_length=40)] = ""
    place: Written = ""
    language: Literal["it", "en"]


class InvitationTold(Schema):
    """An invitation to the one who asks."""

    ref: str
    organisation: str = Field(alias="organisation.slug")
    name: str = Field(alias="organisation.name")
    role: str = Field(alias="kind")
    title: str
    invited_by: str
    ends_at: datetime

    @staticmethod
    def resolve_invited_by(invitation: object) -> str:
        """By the name by which they want to be known."""
        return str(getattr(invitation, "invited_by", ""))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations, who works there, whom they invite."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.people.schemas.fields import Line, PlaceTold, Written

Kind = Literal["company", "cooperative", "association", "charity", "public", "group"]
Size = Literal["", "micro", "small", "medium", "large"]
RoleKind = Literal["owner", "manager", "responder", "member"]
RelationKind = Literal[
    "customer", "prospect", "employee", "member", "consultant", "partner", "supplier", "reseller", "funder", "donor", "media", "volunteer"
]


class OrganisationLine(Schema):
    """An organisation in a list."""

    slug: str
    name: str
    kind: str
    place: PlaceTold | None


class ActsTold(Schema):
    """Somebody who acts for an organisation in public."""

    name: str
    handle: str | None = Field(alias="person.handle")
    role: str = Field(alias="kind")
    title: str

    @staticmethod
    def resolve_name(role: Any) -> str:
        """By the name by which they want to be known."""
        return str(role.person)


class OrganisationTold(OrganisationLine):
    """What everybody may know of an organisation."""

    vat: str
    size: str
    about: str = Field(description="Markdown.")
    verified_how: str = Field(description="evidence, dns or mail; empty where it was never verified.")
    verified_domain: str
    verified_until: datetime | None = Field(description="From then on it is not verified any more.")
    roles: list[ActsTold]


class OrganisationSent(Sent):
    """What an organisation's page says. Whoever changes it may leave out what has a default: it stays as it was."""

    name: Annotated[Line, Field(max_length=120)]
    kind: Kind
    vat: Annotated[Line, Field(max_length=30)] = ""
    place: Written = ""
    size: Size = ""
    about: Annotated[Text, Field(max_length=2000)] = ""


class RegistrationSent(OrganisationSent):
    """An organisation and what its first owner is there."""

    title: Annotated[Line, Field(max_length=80)] = ""


class StaffTold(ActsTold):
    """Somebody who works for an organisation, as their colleagues see them."""

    ref: str = Field(alias="person.ref")


class InvitedTold(Schema):
    """Somebody whom an organisation has invited, as its owners see it."""

    ref: str
    to: str
    role: str = Field(alias="kind")
    title: str
    answer: str
    ends_at: datetime

    @staticmethod
    def resolve_to(invitation: Any) -> str:
        """The person where one was named, else the address."""
        return str(invitation)


class InvitationSent(Sent):
    """Whom to invite, by e-mail address or handle, and for which role."""

    to: Annotated[Line, Field(max_length=254, examples=["@ada"])]
    kind: RoleKind
    title: Annotated[Line, Field(max_length=80)] = ""


class AcceptedSent(Sent):
    """The role and the title that were read before accepting."""

    kind: RoleKind
    title: Annotated[Text, Field(max_length=80)] = ""


class RelationsTold(Schema):
    """What the one who asks has to do with an organisation."""

    kinds: list[str]

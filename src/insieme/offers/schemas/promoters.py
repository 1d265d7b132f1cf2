# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who promotes a call and what ties them to bidders; companies that are asked; links; replies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.offers.actions.interests import TieText
from insieme.people.schemas.fields import Line, SomeLine, SomeText

Relation = Literal[
    "customer", "prospect", "employee", "member", "consultant", "partner", "supplier", "reseller", "funder", "donor", "media", "volunteer"
]
Slug = Annotated[Line, Field(max_length=60, description="The slug of an organisation that you manage.")]


class PartyTold(Schema):
    """An organisation, by its slug, or a person."""

    name: str
    slug: str


class TieTold(Schema):
    """A tie of who promotes a call to a possible bidder."""

    name: str
    slug: str = Field(description="Empty where the bidder is not on Insieme.")
    relation: str
    words: str


class DeclaredTold(PartyTold):
    """What one promoter has declared; no ties say that there are none."""

    ties: list[TieTold]


class FoundTieTold(Schema):
    """That somebody has come to act for a promoter and for a company that had signed."""

    promoter: PartyTold
    company: PartyTold
    at: str


class RepliedTold(PartyTold):
    """What an organisation of which the call speaks says to it."""

    text: str
    number: int
    signed_name: str
    signed_title: str
    at: str


class BesideTold(Schema):
    """What stands beside a call."""

    promoter: PartyTold
    others: list[PartyTold] = Field(description="Who promotes it too.")
    declared: list[DeclaredTold]
    found: list[FoundTieTold]
    replies: list[RepliedTold]


class AskedToPromote(Schema):
    """Somebody who was asked to promote a call too."""

    ref: str
    call: str = Field(alias="call.slug")
    title: str = Field(alias="call.title")
    name: str
    state: str = Field(description="invited, joined, declined or left.")
    invited_at: datetime
    answered_at: datetime | None

    @staticmethod
    def resolve_name(asked: Any) -> str:
        """The organisation or the person."""
        return str(asked)


class PromoterSent(Sent):
    """Whom to ask: an organisation by name or slug, a person by handle."""

    to: Annotated[SomeLine, Field(max_length=254, examples=["@ada"])]


class TieSent(Sent):
    """A tie as a promoter writes it."""

    name: Annotated[SomeLine, Field(max_length=120)]
    relation: Relation
    words: Annotated[Line, Field(max_length=240)] = ""


class InterestsSent(Sent):
    """All ties; an empty list says that there are none."""

    ties: Annotated[list[TieSent], Field(max_length=12)]

    def texts(self) -> list[TieText]:
        """What actions take."""
        return [TieText(each.name, each.relation, each.words) for each in self.ties]


class CompanyAsked(Schema):
    """A company that was asked to answer a call, as who asked sees it."""

    name: str
    organisation: str | None
    state: str = Field(description="invited, opened or declined.")
    invited_at: datetime
    offered: bool = Field(description="Whether it has signed an offer.")

    @staticmethod
    def resolve_organisation(asked: Any) -> str | None:
        """By slug."""
        return asked.organisation.slug if asked.organisation_id else None


class CompanySent(Sent):
    """Which company to ask, and a word to it."""

    to: Annotated[SomeLine, Field(max_length=254, description="The name or slug of a company that is here, or an e-mail address.")]
    name: Annotated[Line, Field(max_length=120, description="Where `to` is an e-mail address.")] = ""
    message: Annotated[Text, Field(max_length=1000)] = ""
    language: Literal["it", "en"] = "it"


class CompanyInvited(Schema):
    """An invitation to answer a call, for whoever has its key."""

    call: str = Field(alias="call.slug")
    title: str = Field(alias="call.title")
    name: str
    message: str
    state: str


class TakenSent(Sent):
    """The company that answers."""

    organisation: Slug


class LinkTold(Schema):
    """A link of one's own to a call."""

    code: str
    path: str
    visits: int
    pledges: int = Field(description="First pledges that came through it.")
    created_at: datetime


class SharedTold(Schema):
    """Addresses by which others are brought to a call, each complete."""

    address: str = Field(description="One's own link where one has made one; else the call's page.")
    poster: str = Field(description="A page to print, in both languages.")
    badge: str = Field(description="A page that others may frame.")
    badge_svg: str = Field(description="The progress as a picture.")
    pictures: dict[str, str] = Field(description="What messengers show beside a link, by language: PNG.")
    atom: str
    calendar: str


class ReplySent(Sent):
    """What an organisation that may reply to a call says to it, signed."""

    organisation: Slug
    text: Annotated[SomeText, Field(max_length=3000)]
    name: Annotated[SomeLine, Field(max_length=80)]
    title: Annotated[Line, Field(max_length=80)] = ""

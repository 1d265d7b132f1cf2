# SPDX-License-Identifier: AGPL-3.0-or-later
"""Revisions of offers, what people ask to be improved, how they rate."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.offers.models import Revision
from insieme.offers.rules.ratings import Mark
from insieme.offers.rules.revisions import TEXTS, marked
from insieme.offers.schemas.offers import OfferSent, OfferTold
from insieme.people.schemas.fields import Line

AspectSent = Literal["price", "commitment", "quorum", "proof", "terms"]


class RevisionTold(Schema):
    """All that one signature bound a company to, as it stood."""

    number: int
    words: dict[str, Any] = Field(description="The terms, as in the offer; amounts in cents.")
    digest: str
    because: str
    answers: list[str] = Field(description="The aspects that people had asked to be improved and that it answers.")
    signed_name: str
    signed_title: str
    signed_at: datetime | None
    position: int | None = Field(description="Where the signature stands in the record.")

    @staticmethod
    def resolve_position(revision: Any) -> int | None:
        """None until it is sealed."""
        return revision.fact.position if revision.fact_id else None


class RevisionDrafted(Schema):
    """The next revision, which nobody but the company sees."""

    number: int
    words: dict[str, Any]
    because: str
    answers: list[str]
    drafted_at: datetime
    seen: str = Field(alias="digest", description="For seen when signing; also in the ETag.")


class RevisionSent(OfferSent):
    """All that the offer is to say, and why."""

    because: Annotated[Line, Field(max_length=500)] = ""
    answers: Annotated[list[AspectSent], Field(max_length=5)] = Field(default_factory=list)

    def words(self, stands: Revision | None) -> dict[str, Any]:
        """What the action takes beside the text; what was left out is as in the draft that `stands`, if one does."""
        return {name: getattr(self if stands is None or name in self.model_fields_set else stands, name) for name in ("because", "answers")}


class RevisionPiece(Schema):
    """A piece of a text that was compared."""

    kind: str = Field(description="same, out or in.")
    text: str


class ChangeTold(Schema):
    """What changed in one of the terms."""

    name: str
    before: Any
    after: Any
    pieces: list[RevisionPiece] = Field(description="Of texts: word by word.")

    @staticmethod
    def resolve_pieces(change: Any) -> list[Any]:
        """Numbers have none."""
        return marked(change.before, change.after) if change.name in TEXTS else []


class ChangesTold(Schema):
    """What changed between two revisions."""

    number: int
    since: int
    changes: list[ChangeTold]


class WishTold(Schema):
    """How many ask for one aspect to be improved."""

    aspect: str
    people: int
    before: int = Field(description="How many had asked before a revision answered them.")
    answered_in: int = Field(description="The number of that revision; 0 for none.")
    mine: bool


class SpreadTold(Schema):
    """How the marks spread on one criterion: for each mark from 1 to 5, how many gave it."""

    criterion: str
    counted: dict[int, int]
    apart: dict[int, int] = Field(description="Those of people of the bidders and of the promoter, which are not counted.")


class ReasonTold(Schema):
    """A reason that was given with a mark, without whose it is."""

    voice: str = Field(alias="voice.ref", description="The voice that says it: what can be done with voices can be done with it.")
    criterion: int
    mark: int
    reason: str = Field(alias="voice.text", description="As everybody reads it: new words that wait for a moderator are told nobody.")
    standing: str
    revision: int
    at: datetime


class MarkTold(Schema):
    """A mark of one's own."""

    criterion: int
    mark: int
    reason: str


class MarkSent(Sent):
    """A mark on one criterion, counted from 0."""

    criterion: Annotated[int, Field(ge=0, le=5)]
    mark: Annotated[int, Field(ge=1, le=5)]
    reason: Annotated[Line, Field(max_length=280, description="Needed with 1 and 5, and with one of the marks at least.")] = ""


class MarksSent(Sent):
    """How one rates an offer."""

    marks: Annotated[list[MarkSent], Field(max_length=6)]

    def given(self) -> list[Mark]:
        """What actions take."""
        return [Mark(each.criterion, each.mark, each.reason) for each in self.marks]


class OfferCompared(OfferTold):
    """An offer beside the others of its call."""

    spreads: list[SpreadTold]

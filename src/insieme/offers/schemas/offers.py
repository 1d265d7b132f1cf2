# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offers, as they are shown, written and signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Day, Sent, Text, Whole
from insieme.offers.actions.offering import OfferText, TierText, text_digest
from insieme.offers.queries.track import TrackRecord, track_record
from insieme.offers.schemas.calls import CallLine, CompanyTold
from insieme.people.schemas.fields import Line, SomeLine, SomeText

Unit = Literal["buyers", "new_customers", "units", "euro"]
Basis = Literal["takings", "profits", "per_unit", "per_person", "once"]


class TierTold(Schema):
    """One step of a commitment: from `threshold` on, a percentage in hundredths, an amount in cents, or words."""

    threshold: int
    percent_hundredths: int | None
    amount_minor: int | None
    what: str


class TrackTold(Schema):
    """What an organisation did with its word so far."""

    kept: int
    late: int
    broken: int
    unverified: int
    won: int = Field(description="How many other calls it won.")


class OfferTold(Schema):
    """An offer, with all that binds the company."""

    ref: str
    call: str = Field(alias="call.slug")
    organisation: CompanyTold = Field(alias="company")
    product: str
    price_minor: int = Field(description="The price of one unit in cents, with all taxes.")
    currency: str
    terms: str = Field(description="Markdown.")
    quorum: int = Field(description="From how many on it goes ahead, in the unit of the quorum; euro in cents.")
    quorum_unit: str
    capacity: int | None
    commitment: str
    basis: str = Field(description="Of what percentages and amounts are taken.")
    tiers: list[TierTold]
    conditions: list[int] = Field(description="The values that a pledge may ask for as at_least.", alias="thresholds")
    proof: str
    proof_by: date
    state: str = Field(description="draft, signed or withdrawn.")
    revision: int = Field(description="The number of the words in force: for pledges that rank it.")
    signed_name: str
    signed_title: str
    signed_at: datetime | None
    track: TrackTold | None = Field(description="The promises of its company so far; None where it was never decided about before.")

    @staticmethod
    def resolve_track(offer: Any) -> TrackRecord | None:
        """From what is read with the offer."""
        return track_record(offer)

    @staticmethod
    def resolve_tiers(offer: Any) -> list[Any]:
        """In the order of their thresholds."""
        return list(offer.tiers.all())


class OfferLine(Schema):
    """An offer in a list of what an organisation does."""

    ref: str
    call: str = Field(alias="call.slug")
    title: str = Field(alias="call.title")
    product: str
    price_minor: int
    currency: str
    quorum: int
    quorum_unit: str
    state: str = Field(description="draft, signed or withdrawn.")
    signed_at: datetime | None


class ActivityTold(Schema):
    """What an organisation does here, the newest first."""

    calls: list[CallLine] = Field(description="Those that it promotes; drafts for its managers only.")
    offers: list[OfferLine]
    unsigned: list[OfferLine] = Field(description="Drafts of offers that the one who asks may still sign.")


class OfferInFull(OfferTold):
    """One offer, ready to be signed."""

    thread: str | None = Field(description="The ref of the talk about it, once it is signed.")
    seen: str = Field(description="What tells this draft from another text: for seen when signing; also in the ETag. Empty once signed.")

    @staticmethod
    def resolve_thread(offer: Any) -> str | None:
        """By reference."""
        return offer.thread.ref if offer.thread_id else None

    @staticmethod
    def resolve_seen(offer: Any) -> str:
        """The digest of all that the company would bind itself to, until it has."""
        return "" if offer.signed_at else text_digest(offer)


class TierSent(Sent):
    """One step of a commitment."""

    threshold: Whole
    percent_hundredths: Annotated[int, Field(ge=0, le=10_000)] | None = None
    amount_minor: Whole | None = None
    what: Annotated[Line, Field(max_length=240)] = ""


class OfferSent(Sent):
    """All that a company writes of an offer. Euro quorums, capacities and thresholds are in cents.

    Whoever writes it anew may leave out what has a default: it stays as it was.
    """

    product: Annotated[SomeLine, Field(max_length=160)]
    price_minor: Whole
    quorum: Whole
    quorum_unit: Unit = "buyers"
    capacity: Whole | None = None
    commitment: Annotated[SomeText, Field(max_length=1000)]
    basis: Basis
    tiers: Annotated[list[TierSent], Field(max_length=4)]
    proof: Annotated[SomeText, Field(max_length=1000)]
    proof_by: Day
    terms: Annotated[Text, Field(max_length=5000)] = ""

    def text(self, stands: OfferText | None = None) -> OfferText:
        """What actions take; what was left out is as in `stands`."""
        said = {name: getattr(self, name) for name in OfferSent.model_fields if stands is None or name in self.model_fields_set}
        said["tiers"] = tuple(TierText(**tier.dict()) for tier in self.tiers)
        return replace(stands, **said) if stands else OfferText(**said)


class NewOfferSent(OfferSent):
    """An offer, and in whose name it is."""

    organisation: Annotated[Line, Field(max_length=60, description="The slug of an organisation that you manage.")]


class SignatureSent(Sent):
    """By whom the company is bound, and to what they have read."""

    name: Annotated[SomeLine, Field(max_length=80)]
    title: Annotated[Line, Field(max_length=80)] = ""
    seen: Annotated[str, Field(max_length=64, description="seen of the offer that was read; or its ETag in If-Match.")] = ""

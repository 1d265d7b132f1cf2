# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledges: what is sent, what stands, what one keeps of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Whole
from insieme.offers.models import Pledge
from insieme.offers.rules.pledging import MOST_ENTRIES, MOST_UNITS, Entry

Ref = Annotated[str, Field(pattern="^[0-9a-z]{1,16}$")]
Number = Annotated[int, Field(ge=0, le=10**9)]


class EntrySent(Sent):
    """One line of a ranked list: this offer, if the conditions hold."""

    offer: Annotated[Ref, Field(description="The ref of an offer.")]
    at_least: Whole | None = None
    near: Whole | None = None
    revision: Annotated[int, Field(ge=1, le=9999, description="The revision of the offer that was read.")] = 1


class ListSent(Sent):
    """A ranked list, best first."""

    entries: Annotated[list[EntrySent], Field(max_length=MOST_ENTRIES)]
    quantity: Annotated[int, Field(ge=1, le=MOST_UNITS)] = 1
    new_for: Annotated[list[Ref], Field(max_length=60, description="The offers to whose company one declares to be a new customer.")] = (
        Field(default_factory=list)
    )

    def lines(self) -> list[Entry]:
        """What rules and actions take."""
        return [Entry(each.offer, each.at_least or None, each.near or None, each.revision) for each in self.entries]


class PledgeSent(ListSent):
    """A pledge, in the place of number `seen`. What has a default may be left out: it stays as it was in that one."""

    initiative: Annotated[
        str, Field(pattern="^[0-9a-z]{0,16}$", description="The ref of the initiative through which one comes; empty for none.")
    ] = ""
    seen: Annotated[Number, Field(description="The number of the pledge that it replaces, 0 for none; or its ETag in If-Match.")] = 0

    def given(self, stands: Pledge | None) -> dict[str, Any]:
        """What the action takes; what was left out is as in the pledge that `stands`, if one does."""
        said: dict[str, Any] = {"quantity": self.quantity, "new_for": self.new_for}
        if stands is not None:
            said |= {name: getattr(stands, name) for name in said if name not in self.model_fields_set}
        coming = self.initiative if "initiative" in self.model_fields_set else None
        return said | {"entries": self.lines(), "initiative": coming}


class ConfirmationSent(Sent):
    """Yes to offers that were revised since, or off the list with them."""

    seen: Annotated[Number, Field(description="The number of the pledge that waits; or its ETag in If-Match.")] = 0
    revisions: Annotated[dict[Ref, Annotated[int, Field(ge=1, le=9999)]], Field(max_length=MOST_ENTRIES)] = Field(default_factory=dict)
    without: Annotated[list[Ref], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)


class PledgeEntryTold(Schema):
    """One line of a pledge."""

    offer: str
    at_least: int | None = None
    near: int | None = None
    revision: int = 1


class PledgeTold(Schema):
    """A pledge of the one who asks."""

    ref: str
    call: str = Field(alias="call.slug")
    number: int = Field(description="1 for the first in this call; for seen when changing or withdrawing it.")
    entries: list[PledgeEntryTold]
    new_for: list[str]
    quantity: int
    withdrawn: bool
    initiative: str | None = Field(description="The ref of the initiative through which one came.")
    at: datetime
    commitment: str = Field(description="The digest in the record that binds it.")

    @staticmethod
    def resolve_initiative(pledge: Any) -> str | None:
        """By reference."""
        return pledge.initiative.ref if pledge.initiative_id else None


class LapsedTold(Schema):
    """An offer on a list that was revised since: its line counts only once one says yes to the new words."""

    offer: str = Field(alias="offer.ref")
    chosen: int = Field(alias="chosen.number", description="The revision that one ranked.")
    now: int = Field(alias="now.number", description="The one in force: for revisions when confirming.")


class PledgeInCall(PledgeTold):
    """The last word of the one who asks in a call."""

    lapsed: list[LapsedTold] = Field(description="What of it waits for a yes, in the order of the list.")


class GotTold(Schema):
    """What a pledge buys."""

    offer: str = Field(alias="offer.ref")
    product: str = Field(alias="offer.product")
    quantity: int
    total_minor: int

    @staticmethod
    def resolve_total_minor(got: Any) -> int:
        """In cents."""
        return int(got.quantity * got.offer.price_minor)


class OpenedTold(Schema):
    """What opens the commitment: it is SHA-256 of the salt (given in hex) followed by the payload."""

    salt: str
    payload: str


class WhyNotTold(Schema):
    """What kept a line of a list that never bought anything from its offer."""

    offer: str = Field(alias="entry.offer")
    why: str = Field(description="not_ahead, later, revised, fewer, neighbours, no_room (lots were drawn) or circle.")


class ReceiptTold(PledgeTold):
    """What one may always show of a pledge."""

    is_last: bool = Field(description="Whether it is the last word of its person in this call.")
    position: int | None = Field(
        alias="fact.position", description="Where it stands in the record; None for the moment until it is sealed."
    )
    opened: OpenedTold | None = Field(description="None once it is erased.")
    got: GotTold | None
    lost: GotTold | None = Field(description="What it would have bought from a supplier that failed.")
    why: list[WhyNotTold] = Field(description="Of a decided call in which it never bought anything: what kept each line from its offer.")


class LineTold(Schema):
    """What would follow from one line; the first that holds is the only one."""

    number: int
    offer: str
    at_least: int | None
    near: int | None
    quantity: int
    total_minor: int
    counts: int = Field(description="What it adds to the total of the offer, in the unit of its quorum.")
    again: bool


class WhatIfTold(Schema):
    """What would follow from a ranked list."""

    lines: list[LineTold]
    dearest_minor: int = Field(description="The most that one may be asked to pay, in cents.")

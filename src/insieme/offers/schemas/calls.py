# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls, as they are listed, shown and written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import LARGEST, Moment, Sent
from insieme.offers.actions.calling import CallText
from insieme.offers.rules.ratings import criteria_of
from insieme.people.queries.places import place_written
from insieme.people.rules import FreePlace
from insieme.people.schemas.fields import Line, PlaceTold, SomeLine, SomeText, Written

List = Literal["choosing", "open", "decided", "cancelled"]
Category = Literal["food", "energy", "home", "transport", "telecom", "services", "goods", "other"]
Thresholds = Annotated[list[Annotated[int, Field(ge=2, le=LARGEST)]], Field(max_length=6)]


class CompanyTold(Schema):
    """An organisation, where it is named beside something else."""

    slug: str
    name: str


class CallLine(Schema):
    """A call in a list."""

    slug: str
    title: str
    summary: str
    category: str
    phase: str = Field(description="draft, open (for offers), choosing, closed (being counted), cleared, cancelled.")
    promoter: CompanyTold = Field(alias="company")
    place: PlaceTold | None
    choosing_at: datetime = Field(description="People choose from this moment.")
    closes_at: datetime = Field(description="Pledges close at this moment, by themselves.")
    people: int = Field(description="How many have pledged, in all.")


class CallTold(CallLine):
    """A call."""

    need: str = Field(description="Markdown.")
    unit: str = Field(description="What one buys one of.")
    menu: dict[str, list[int]] = Field(description="The numbers that pledges may ask for in their conditions at_least and near.")
    drop_out_percent: int
    runner_up: bool = Field(description="Whether another offer takes the place of one that fails, if its company and people agree.")
    proof_expected: str
    revisions_until: datetime | None = Field(description="Offers may be revised until then; None: until people choose.")
    criteria: list[str] = Field(description="What offers are rated by.")
    thread: str | None = Field(description="The ref of the talk about it, from its publication on.")
    cancelled_because: str
    published_at: datetime | None
    cleared_at: datetime | None

    @staticmethod
    def resolve_criteria(call: Any) -> list[str]:
        """Those that the promoter wrote, or the usual ones."""
        return [str(each) for each in criteria_of(call.criteria)]

    @staticmethod
    def resolve_cancelled_because(call: Any) -> str:
        """In the language that was asked for."""
        return str(call.why_cancelled)

    @staticmethod
    def resolve_thread(call: Any) -> str | None:
        """By reference."""
        return call.thread.ref if call.thread_id else None


class MenuSent(Sent):
    """The numbers that pledges may ask for."""

    at_least: Thresholds = Field(default_factory=list)
    near: Thresholds = Field(default_factory=list)

    def numbers(self) -> dict[str, list[int]]:
        """What actions take: each once, rising."""
        return {"at_least": sorted(set(self.at_least)), "near": sorted(set(self.near))}


class CallSent(Sent):
    """All that a promoter writes of a call. Whoever writes it anew may leave out what has a default: it stays as it was."""

    title: Annotated[SomeLine, Field(max_length=120)]
    summary: Annotated[SomeLine, Field(max_length=240)]
    need: Annotated[SomeText, Field(max_length=10_000)]
    category: Category
    unit: Annotated[SomeLine, Field(max_length=40)]
    place: Written = ""
    choosing_at: Moment
    closes_at: Moment
    menu: MenuSent = Field(default_factory=MenuSent)
    drop_out_percent: Annotated[int, Field(ge=0, le=100)] = 10
    proof_expected: Annotated[Line, Field(max_length=120)] = ""
    revisions_until: Moment | None = None
    criteria: Annotated[list[Annotated[SomeLine, Field(max_length=60)]], Field(max_length=6)] = Field(default_factory=list)
    runner_up: bool = True

    def text(self, stands: CallText | None = None) -> CallText:
        """What actions take; what was left out is as in `stands`. Refuses: `Invalid` for a place that cannot be found."""
        said = {name: value for name, value in self.named().items() if name in CallSent.model_fields}
        if "place" in said:
            place = place_written(self.place)
            said["place"] = place if place is None or isinstance(place, FreePlace) else place.pk
        if "menu" in said:
            said["menu"] = self.menu.numbers()
        return replace(stands, **said) if stands else CallText(**said)


class NewCallSent(CallSent):
    """A call, and for which organisation it is."""

    organisation: Annotated[Line, Field(max_length=60, description="The slug of an organisation that you manage.")]


class ReasonSent(Sent):
    """Why a call ends without a choice."""

    because: Annotated[SomeText, Field(max_length=2000)]

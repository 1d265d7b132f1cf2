# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suppliers that failed, the runner-up in their place, and what people are asked, as the API tells and is sent them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.offers.models import Ending, Stage
from insieme.people.schemas.fields import Line, SomeLine, SomeText

#: What anybody may download of a recount.
PUBLIC = ("result", "reduced")


class FailureTold(Schema):
    """That the company of an offer that went ahead does not keep to it, and what came of it."""

    ref: str = Field(alias="failure.ref")
    call: str = Field(alias="failure.call.slug")
    offer: str = Field(alias="failure.offer.ref")
    name: str = Field(description="The company that fails.")
    because: str = Field(alias="failure.because")
    declared_by: str = Field(description="The organisation that said so; empty for who runs the installation.")
    at: datetime = Field(alias="failure.at")
    stage: str = Field(
        alias="failure.stage",
        description="recounting, asked (the runner-up is), agreeing (its people are asked), carried (to the runner-up), ended.",
    )
    ending: str = Field(
        alias="failure.ending",
        description="Why nobody takes over: rule (the call sets no runner-up), nobody, declined, silent, few, also (it has failed too).",
    )
    ended_at: datetime | None = Field(alias="failure.ended_at")
    runner_up: str | None = Field(description="The ref of the offer that comes first without the one that failed.")
    runner_up_name: str
    until: datetime | None = Field(alias="failure.until", description="Until when whoever is asked may answer.")
    confirmed_name: str = Field(alias="failure.confirmed_name", description="Who signed that the runner-up takes over.")
    confirmed_title: str = Field(alias="failure.confirmed_title")
    confirmed_at: datetime | None = Field(alias="failure.confirmed_at")
    asked: int = Field(alias="failure.asked", description="How many people are asked.")
    agreed: int = Field(alias="failure.agreed", description="How many of them agreed, once the time is over.")
    may_take_over: bool = Field(description="Whether the one who asks may answer for the runner-up.")
    answer: str | None = Field(description="What the one who asks has said: asked, yes or no; None where they are not asked.")
    files: dict[str, str] = Field(description="Addresses of the files of the recount without the suppliers that failed.")

    @staticmethod
    def resolve_runner_up(story: Any) -> str | None:
        """By reference."""
        return story.failure.runner_up.ref if story.failure.runner_up_id else None

    @staticmethod
    def resolve_runner_up_name(story: Any) -> str:
        """Its company."""
        return str(story.runner_up)

    @staticmethod
    def resolve_answer(story: Any) -> str | None:
        """Their own."""
        return story.mine.answer if story.mine else None

    @staticmethod
    def resolve_files(story: Any) -> dict[str, str]:
        """None before it is counted again, and where it is not."""
        failure = story.failure
        if failure.stage == Stage.RECOUNTING or failure.ending == Ending.RULE:
            return {}
        return {name: reverse("api:recount_file", args=[failure.call.slug, failure.ref, name]) for name in PUBLIC}


class BecauseSent(Sent):
    """Why one says that a supplier fails: everybody who bought from it reads it."""

    because: Annotated[SomeText, Field(max_length=2000)]


class ConfirmationSigned(Sent):
    """By whom the company stands by its offer."""

    name: Annotated[SomeLine, Field(max_length=80)]
    title: Annotated[Line, Field(max_length=80)] = ""


class AgreementTold(Schema):
    """What one is asked because a supplier failed: whether one buys from the runner-up instead."""

    failure: str = Field(alias="failure.ref")
    call: str = Field(alias="failure.call.slug")
    title: str = Field(alias="failure.call.title")
    offer: str = Field(alias="failure.runner_up.ref")
    product: str = Field(alias="failure.runner_up.product")
    name: str = Field(alias="story.runner_up", description="The company of the runner-up.")
    failed: str = Field(alias="story.name")
    place: int = Field(description="Which line of one's list it is.")
    quantity: int = Field(alias="pledge.quantity")
    total_minor: int = Field(description="What one would pay, in cents.")
    answer: str = Field(description="asked, yes or no. Silence is no.")
    answered_at: datetime | None
    stage: str = Field(alias="failure.stage", description="An answer counts while people are asked: agreeing.")
    until: datetime | None = Field(alias="failure.until")

    @staticmethod
    def resolve_place(mine: Any) -> int:
        """Counted from 1."""
        return int(mine.entry) + 1

    @staticmethod
    def resolve_total_minor(mine: Any) -> int:
        """In cents."""
        return int(mine.pledge.quantity * mine.failure.runner_up.price_minor)


class AgreementSent(Sent):
    """Whether one buys from the runner-up."""

    yes: bool

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments that an organisation keeps."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.offers.actions.templates import NAME_LENGTH
from insieme.offers.schemas.offers import TierTold
from insieme.people.schemas.fields import SomeLine


class StepKept(TierTold):
    """One step of a commitment; without a threshold it begins at the quorum of whichever offer takes it."""

    threshold: int | None  # type: ignore[assignment]


class CommonTemplateTold(Schema):
    """A commitment to start from: whoever takes it writes the place, the number and the day into it."""

    code: str
    category: str
    title: str
    commitment: str
    basis: str
    proof: str


class TemplateTold(Schema):
    """A commitment by the name under which its organisation keeps it."""

    ref: str
    name: str
    commitment: str
    basis: str
    proof: str
    quorum_unit: str = Field(description="In which the steps are counted.")
    tiers: list[StepKept]


class TemplateSent(Sent):
    """The name of a template."""

    name: Annotated[SomeLine, Field(max_length=NAME_LENGTH)]

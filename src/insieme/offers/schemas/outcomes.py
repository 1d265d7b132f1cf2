# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes, and the files with which anybody counts them again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class ReachTold(Schema):
    """Whom a call reached, of those who pledged and agreed to be counted: numbers of people in full tens, never fewer than ten.

    Counted once, when the call was decided; both are empty until it is counted.
    """

    ages: dict[str, int] = Field(description="By age band.")
    interests: dict[str, int] = Field(description="By what they care for.")


class OutcomeTold(Schema):
    """What the clearing of a call found."""

    call: str = Field(alias="call.slug")
    at: datetime
    verdict: str
    certified: bool
    people_served: int
    people_unserved: int
    seed: str = Field(description="From which the lottery was drawn, hex.")
    log_size: int = Field(description="How many entries the record had when the call closed.")
    log_root: str
    checkpoint_size: int
    summary: dict[str, Any] = Field(description="Offers with their numbers, rounds, rivals, groups of the reduced lists.")
    reach: ReachTold
    files: dict[str, str] = Field(description="Addresses of the files of the recount, as published: result and reduced.")

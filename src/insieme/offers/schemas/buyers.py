# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys from an offer, as its company is told."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.cursors import Page


class BuyerTold(Schema):
    """One person who buys, and how to reach them."""

    name: str
    email: str
    place: str = Field(description="As it is written; empty where they have told none.")
    quantity: int
    total_minor: int = Field(alias="total.minor", description="In cents.")
    since: datetime | None = Field(description="When it was decided that they buy from it, or when they were carried over to it.")


class BuyersTold(Page[BuyerTold]):
    """Some of those who buy, and the sums over all of them."""

    unit: str = Field(description="In what quantities are counted.")
    people: int
    units: int
    total_minor: int = Field(description="In cents.")
    left: int = Field(description="How many more have closed their account since: they stand neither in the list nor in the sums.")

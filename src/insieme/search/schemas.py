# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found, and what is suggested, as the API tells it."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field


class PieceTold(Schema):
    """Some of a text."""

    text: str
    found: bool = Field(description="Whether it is what was asked.")


class ResultTold(Schema):
    """A thing that was found."""

    kind: str
    path: str = Field(description="The address of its page.")
    title: list[PieceTold]
    words: list[PieceTold] = Field(description="Some of its text, around what was asked.")
    where: str
    at: datetime
    open_until: datetime | None


class FoundTold(Schema):
    """A page of what was found, the best first."""

    results: list[ResultTold]
    counts: dict[str, int] = Field(description="How many there are of each kind; 101 where there are more than 100.")
    page: int
    pages: int
    loosely: bool = Field(
        description="Whether no call, offer or organisation has all the words, so that some are told which have only some."
    )
    meant: str = Field(description="Where nothing has all the words: what may have been meant, empty where nothing is near.")


class SuggestionTold(Schema):
    """A title, and where it leads."""

    kind: str
    title: str
    path: str

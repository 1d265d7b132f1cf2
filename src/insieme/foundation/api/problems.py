# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of every refusal (RFC 9457), and which refusals an operation documents."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field

Answers = dict[int, Any]


class Problem(Schema):
    """A refusal: what happened, how to mend it, and where."""

    type: str = Field(description="Where this kind of refusal is explained.")
    title: str = Field(description="What happened, in a few words, in the language that was asked for.")
    status: int
    code: str = Field(description="The same in one word that never changes, for programs.")
    detail: str = Field(description="A sentence that says how to mend it.")
    fields: dict[str, str] | None = Field(None, description="For each field that needs mending: how.")
    scope: str | None = Field(None, description="The scope that the token lacks, where that is what is wrong.")


#: What any reading may be refused with; what more where one must be known; what any change may be refused with.
FINDS: Answers = dict.fromkeys((400, 401, 404, 422, 429, 503), Problem)
KNOWN: Answers = {403: Problem}
CHANGES: Answers = dict.fromkeys((400, 401, 403, 404, 409, 422, 429, 503), Problem)

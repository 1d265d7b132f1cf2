# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields that rooms above use too: one line of text, a place as one writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, Field

from insieme.foundation.api.fields import Sent, Text
from insieme.people.queries.places import place_written
from insieme.people.rules import one_line

#: One line: composed, without control characters.
Line = Annotated[str, AfterValidator(one_line)]


def _seen(text: str) -> str:
    if not text.strip():
        raise ValueError(_("This is wanted."))
    return text


#: The same, where nothing at all will not do.
SomeLine = Annotated[str, AfterValidator(one_line), AfterValidator(_seen)]
SomeText = Annotated[Text, AfterValidator(_seen)]
Written = Annotated[
    Line,
    Field(max_length=120, description="A place as one writes it: Bologna, Bologna (BO), Lugano, CH. Empty for none.", examples=["Bologna"]),
]


def placed(sent: Sent, stands: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent over what stands, with the place that is meant by what was written of one. Refuses: `Invalid` for one that is none."""
    said = sent.over(stands)
    if "place" in sent.model_fields_set:
        said["place"] = place_written(said["place"])
    return said


class PlaceTold(Schema):
    """A place."""

    code: str = Field(description="The ISTAT code of a municipality; of a place elsewhere a code of our own.")
    name: str
    province: str
    region: str
    country: str

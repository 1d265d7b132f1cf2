# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of what is sent to the API: bounded, so that nothing arrives that no table could hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

LARGEST = 10**12
EARLIEST, LATEST = 2000, 2200


class Sent(Schema):
    """What somebody sends: a field that is not named here is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")

    def named(self) -> dict[str, Any]:
        """The fields that were sent, as they were read: none of those that were left out."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}

    def over(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent, and of what was left out what stands: nobody resets what they have not named."""
        return {**stands, **self.named()}


def _no_null(text: str) -> str:
    if "\0" in text:
        raise ValueError(_("Null bytes cannot be kept: leave them out."))
    return text.replace("\r\n", "\n")


def _utc(moment: datetime) -> datetime:
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(_("No calendar here reaches that far: choose another year."))
    return moment.astimezone(UTC)


def _near(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(_("No calendar here reaches that far: choose another year."))
    return day


#: Text of any length up to what the field says; numbers that both databases hold; moments with their zone; days.
Text = Annotated[str, AfterValidator(_no_null)]
Whole = Annotated[int, Field(ge=0, le=LARGEST)]
Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
Day = Annotated[date, AfterValidator(_near)]

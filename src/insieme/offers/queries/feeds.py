# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls as feeds and calendars tell of them."""

from __future__ import annotations

from insieme.offers.models import Call, Phase
from insieme.offers.queries.calls import dress

MOST = 50


def announced(*, place_id: int | None = None, promoter_id: int | None = None) -> list[Call]:
    """The published calls that go on, the newest first, each with `company` and `where`; of one promoter also those that ended.

    Three queries.
    """
    found = Call.objects.published().order_by("-published_at", "-pk")
    found = found.filter(promoter_id=promoter_id) if promoter_id else found.filter(phase__in=(Phase.OPEN, Phase.CHOOSING))
    if place_id is not None:
        found = found.filter(place_id=place_id)
    return dress(list(found[:MOST]))


def announced_call(slug: str) -> Call | None:
    """One published call, with `company` and `where`; None where there is no such one. Three queries."""
    return next(iter(dress(list(Call.objects.published().filter(slug=slug)))), None)

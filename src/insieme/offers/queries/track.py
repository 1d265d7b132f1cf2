# SPDX-License-Identifier: AGPL-3.0-or-later
"""The track record of who promises: how many of their promises were kept, late, broken, never verified; and how many calls they won."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from insieme.offers.models import Assignment, Offer, Phase


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What an organisation did with its word so far, and how many calls it won."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    unverified: int = 0
    won: int = 0

    @property
    def due(self) -> int:
        """How many of its promises have come due."""
        return self.kept + self.late + self.broken + self.unverified


def track_record(offer: Any) -> TrackRecord | None:
    """The record of whoever makes this offer, which was read with `calls_won`; None for who was never decided about before.

    No promise is followed up on Insieme yet, so none has come due: whoever follows them up answers here, and nowhere else.
    """
    return TrackRecord(won=offer.calls_won) if offer.made_before else None


def calls_won() -> Any:
    """How many other calls the organisation of an offer has won: somebody buys from it there."""
    bought = Exists(Assignment.objects.standing().filter(offer_id=OuterRef("pk")))
    theirs = Offer.objects.filter(bought, organisation_id=OuterRef("organisation_id"), call__phase=Phase.CLEARED)
    counted = theirs.exclude(call_id=OuterRef("call_id")).order_by().values("organisation_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many notices of a reader are unseen, counted by the database in the statement that stores it."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from insieme.notices.models import Notice


def unseen_of() -> Coalesce:
    """The count for the reader of the outer row."""
    unseen = Notice.objects.filter(person_id=OuterRef("person_id"), seen_at=None).order_by()
    return Coalesce(Subquery(unseen.values("person_id").annotate(number=Count("pk")).values("number")), 0)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the clock does: pages of people and organisations change without a fact, so they are gone through now and then."""

from __future__ import annotations

from datetime import datetime

from insieme.search.actions import refresh
from insieme.search.models import Kind


def refresh_pages(_now: datetime) -> int:
    """Bring people and organisations up to date. What changed nothing is only read."""
    return sum(max(refresh(kind), default=0) for kind in (Kind.ORGANISATION, Kind.PERSON))

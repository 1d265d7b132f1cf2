# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does where nobody answers who asked to be heard. Shallow: it calls an action."""

from __future__ import annotations

from datetime import datetime

from insieme.offers.actions.hearings import hear_for_silence
from insieme.offers.models import Hearing
from insieme.offers.tasks.outcomes import CLOCK


def hear_due(now: datetime) -> int:
    """Let those reply whom nobody has answered in three days."""
    due = Hearing.objects.due(now).order_by("pk").values_list("call__slug", "ref")
    return len([hear_for_silence(slug, ref, by=CLOCK, now=now) for slug, ref in due])

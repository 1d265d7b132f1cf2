# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room holds of a person, for themselves: what they were told, what they follow, how they want to be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from insieme.notices.models import Follow, Notice, PushSubscription, Setting


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """The files of a person's export. Four queries."""
    tables = {
        "notices": Notice.objects.filter(person_id=person_id).order_by("pk").values("kind", "about", "path", "data", "at", "seen_at"),
        "follows": Follow.objects.filter(person_id=person_id).values("topic", "since"),
        "settings": Setting.objects.filter(person_id=person_id).values("kind", "topic", "choice"),
        "push": PushSubscription.objects.filter(person_id=person_id).values("browser", "since"),
    }
    for name, rows in tables.items():
        if told := list(rows):
            yield f"{name}.json", told

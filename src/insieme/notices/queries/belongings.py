# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room holds of a person, for themselves: what they were told and written, what they follow, how they want to be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from insieme.notices.models import Follow, Letter, Notice, PushSubscription, Reader, Setting


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """The files of a person's export. Six queries."""
    tables = {
        "notices": Notice.objects.filter(person_id=person_id).order_by("pk").values("kind", "about", "path", "data", "at", "seen_at"),
        "follows": Follow.objects.filter(person_id=person_id).values("topic", "since"),
        "settings": Setting.objects.filter(person_id=person_id).values("kind", "topic", "choice"),
        "letters": Letter.objects.filter(person_id=person_id).order_by("pk").values("is_digest", "state", "sent_at"),
        "reader": Reader.objects.filter(person_id=person_id).values("rhythm", "digest_at", "here_at"),
        "push": PushSubscription.objects.filter(person_id=person_id).values("browser", "since"),
    }
    for name, rows in tables.items():
        if told := list(rows):
            yield f"{name}.json", told

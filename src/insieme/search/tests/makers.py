# SPDX-License-Identifier: AGPL-3.0-or-later
"""Worlds to search in: things made by the rooms that own them, brought into the index by the record; and voices by the hundred."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from insieme.foundation.finding import Findable
from insieme.offers.tests.makers import MEANWHILE
from insieme.record.actions import relay, seal
from insieme.search.actions.indexing import write
from insieme.search.queries import Filters, Found, find
from insieme.search.rules.asking import read


def known() -> None:
    """All that was said until now is sealed, and the room has heard of it."""
    seal()
    relay()


def found(typed: str, *, page: int = 1, now: datetime = MEANWHILE, **filters: Any) -> Found:
    """What somebody finds by these words."""
    return find(read(typed), Filters(**filters), now=now, page=page)


def titles(typed: str, **more: Any) -> list[str]:
    """The titles of what somebody finds, the best first."""
    return ["".join(piece.text for piece in each.title) for each in found(typed, **more).results]


def voices(count: int, text: str = "Il caffè è buono", title: str = "Del caffè") -> None:
    """So many voices that say the same, a minute apart."""
    at = MEANWHILE - timedelta(days=1)
    write("voice", [Findable("voice", f"v{n}", n, f"/calls/prova/#v{n}", title, text, at + timedelta(minutes=n)) for n in range(count)])

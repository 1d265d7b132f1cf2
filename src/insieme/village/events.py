# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the stories become before they are let happen: things that somebody does at some moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

#: The offers of a call by the address of their company.
Refs = dict[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment; of two at the same moment the one that was told first comes first."""

    at: datetime
    happen: Callable[[datetime], object]

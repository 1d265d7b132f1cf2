# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people are told: which kinds of notices there are, and whom each fact concerns."""

from insieme.notices.kinds.concerned import Audience, Concerned, Happening, Plan, audiences_of, concerns
from insieme.notices.kinds.of_notices import Data, NoticeKind, Words, kind_of, known, must_be_known, register

__all__ = [
    "Audience",
    "Concerned",
    "Data",
    "Happening",
    "NoticeKind",
    "Plan",
    "Words",
    "audiences_of",
    "concerns",
    "kind_of",
    "known",
    "must_be_known",
    "register",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Within what time organisations promise to answer."""

from __future__ import annotations

from insieme.voices.models import AnswerPromise
from insieme.voices.rules.clocks import DEFAULTS


def promised_hours(organisation_id: int | None, kind: str) -> int | None:
    """The promise in force for a voice of this kind, in hours; None where nobody answers officially or none is expected. One query."""
    if organisation_id is None or kind not in DEFAULTS:
        return None
    found = AnswerPromise.objects.filter(organisation_id=organisation_id, kind=kind).first()
    return found.hours if found else DEFAULTS[kind]


def promises(organisation_id: int) -> dict[str, int]:
    """All that an organisation promises, by kind, in hours. One query."""
    return DEFAULTS | dict(AnswerPromise.objects.filter(organisation_id=organisation_id).values_list("kind", "hours"))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phases: what may be done to a call, and by whom, while it is in which phase. Data, not branches."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """Something that may be done to a call or to its offers."""

    EDIT = "edit"
    PUBLISH = "publish"
    CANCEL = "cancel"
    OFFER = "offer"
    REVISE = "revise"
    ASK = "ask"
    RATE = "rate"
    PLEDGE = "pledge"
    GATHER = "gather"
    PROMOTE = "promote"


#: Phase -> what it permits. A phase that is not named permits nothing.
PERMITS: dict[str, frozenset[Verb]] = {
    "draft": frozenset({Verb.EDIT, Verb.PUBLISH, Verb.CANCEL, Verb.PROMOTE}),
    "open": frozenset({Verb.EDIT, Verb.CANCEL, Verb.OFFER, Verb.REVISE, Verb.ASK, Verb.RATE, Verb.PROMOTE, Verb.GATHER}),
    "choosing": frozenset({Verb.CANCEL, Verb.PLEDGE, Verb.REVISE, Verb.ASK, Verb.RATE, Verb.PROMOTE, Verb.GATHER}),
}

#: Verbs for which one must be a manager of the promoter.
PROMOTERS = frozenset({Verb.EDIT, Verb.PUBLISH, Verb.CANCEL, Verb.PROMOTE})
#: Verbs by which a company changes what it offers: for those who act for it.
COMPANIES = frozenset({Verb.OFFER, Verb.REVISE})
#: Verbs that end when offers can no longer be revised: afterwards nothing could come of them.
WHILE_REVISED = frozenset({Verb.REVISE, Verb.ASK})
#: Verbs that many do at the same time, and none of which is in the way of another.
TOGETHER = frozenset({Verb.PLEDGE, Verb.ASK, Verb.RATE})


def permits(phase: str, verb: Verb) -> bool:
    """Whether a call in `phase` lets anybody do `verb`."""
    return verb in PERMITS.get(phase, frozenset())


def may_revise(phase: str, *, until: datetime, now: datetime) -> bool:
    """Whether offers to a call in `phase` may be revised: while they come in, and while people choose until the moment that it sets."""
    return permits(phase, Verb.REVISE) and now < until

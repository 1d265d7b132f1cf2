# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phases: what may be done to a call, and by whom, while it is in which phase. Data, not branches."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    """Something that may be done to a call or to its offers."""

    EDIT = "edit"
    PUBLISH = "publish"
    CANCEL = "cancel"
    OFFER = "offer"
    PLEDGE = "pledge"


#: Phase -> what it permits. A phase that is not named permits nothing.
PERMITS: dict[str, frozenset[Verb]] = {
    "draft": frozenset({Verb.EDIT, Verb.PUBLISH, Verb.CANCEL}),
    "open": frozenset({Verb.EDIT, Verb.CANCEL, Verb.OFFER}),
    "choosing": frozenset({Verb.CANCEL, Verb.PLEDGE}),
}

#: Verbs for which one must be a manager of the promoter.
PROMOTERS = frozenset({Verb.EDIT, Verb.PUBLISH, Verb.CANCEL})


def permits(phase: str, verb: Verb) -> bool:
    """Whether a call in `phase` lets anybody do `verb`."""
    return verb in PERMITS.get(phase, frozenset())

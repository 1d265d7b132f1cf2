# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room states in the record: that something was said, answered, moderated. Never the words, never who.

That somebody supports a voice is not stated: counts stand on the page, and a public time beside each would tell who it was.
A voice that waits for a moderator is not stated either, until it is shown or removed.
"""

from insieme.voices.facts.moderation import RULES, AppealDecided, Appealed, Flagged, Hidden, Left, Removed, Restored
from insieme.voices.facts.talk import AnswerConfirmed, Answered, AnswerRevised, Edited, PromiseMade, Reopened, Spoken, Withdrawn

ALL = (
    Spoken,
    Edited,
    Withdrawn,
    Answered,
    AnswerRevised,
    AnswerConfirmed,
    Reopened,
    PromiseMade,
    Flagged,
    Left,
    Hidden,
    Restored,
    Removed,
    Appealed,
    AppealDecided,
)

__all__ = [
    "ALL",
    "RULES",
    "AnswerConfirmed",
    "AnswerRevised",
    "Answered",
    "AppealDecided",
    "Appealed",
    "Edited",
    "Flagged",
    "Hidden",
    "Left",
    "PromiseMade",
    "Removed",
    "Reopened",
    "Restored",
    "Spoken",
    "Withdrawn",
]

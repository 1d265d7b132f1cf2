# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room."""

from insieme.voices.models.answers import Answer, AnswerTo, AnswerVersion, Disposition
from insieme.voices.models.clocks import AnswerPromise, ClockEvent
from insieme.voices.models.moderation import AGAINST, Appeal, Flag, Step, StepKind, Verdict
from insieme.voices.models.talk import CHOSEN, FOLDER, MINE_ALONE, Kind, Picture, State, Support, SupportKind, Thread, Voice, VoiceVersion

__all__ = [
    "AGAINST",
    "CHOSEN",
    "FOLDER",
    "MINE_ALONE",
    "Answer",
    "AnswerPromise",
    "AnswerTo",
    "AnswerVersion",
    "Appeal",
    "ClockEvent",
    "Disposition",
    "Flag",
    "Kind",
    "Picture",
    "State",
    "Step",
    "StepKind",
    "Support",
    "SupportKind",
    "Thread",
    "Verdict",
    "Voice",
    "VoiceVersion",
]

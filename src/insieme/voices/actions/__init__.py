# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every change that the room makes, one function each."""

from insieme.voices.actions.answering import AlreadyAnswered, answer, revise_answer
from insieme.voices.actions.appealing import SameModerator, appeal, decide_appeal
from insieme.voices.actions.flagging import flag
from insieme.voices.actions.forgetting import forget_author
from insieme.voices.actions.moderating import OwnVoice, moderate
from insieme.voices.actions.promising import promise
from insieme.voices.actions.reviewing import review
from insieme.voices.actions.speaking import Words, confirm_answer, edit, reopen, reply, speak, withdraw
from insieme.voices.actions.supporting import support, take_support_back
from insieme.voices.actions.threads import close_thread, open_thread, rename_thread

__all__ = [
    "AlreadyAnswered",
    "OwnVoice",
    "SameModerator",
    "Words",
    "answer",
    "appeal",
    "close_thread",
    "confirm_answer",
    "decide_appeal",
    "edit",
    "flag",
    "forget_author",
    "moderate",
    "open_thread",
    "promise",
    "rename_thread",
    "reopen",
    "reply",
    "review",
    "revise_answer",
    "speak",
    "support",
    "take_support_back",
    "withdraw",
]

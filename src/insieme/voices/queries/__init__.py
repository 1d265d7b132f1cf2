# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other rooms and the pages ask of this one. Each says how many queries it makes."""

from insieme.voices.queries.export import of_author
from insieme.voices.queries.moderation import appeals, counts, decision_against, flagged, flags_of, is_unheard, queued, steps_of
from insieme.voices.queries.promises import promised_hours, promises
from insieme.voices.queries.talk import TalkPage, is_concerned, one, read_by, replies_to, talk
from insieme.voices.queries.voices import answer_versions, answer_with_voices, answering, picture, versions_of
from insieme.voices.queries.waiting import Figures, answerable, answers_by, figures, waiting_for

__all__ = [
    "Figures",
    "TalkPage",
    "answer_versions",
    "answer_with_voices",
    "answerable",
    "answering",
    "answers_by",
    "appeals",
    "counts",
    "decision_against",
    "figures",
    "flagged",
    "flags_of",
    "is_concerned",
    "is_unheard",
    "of_author",
    "one",
    "picture",
    "promised_hours",
    "promises",
    "queued",
    "read_by",
    "replies_to",
    "steps_of",
    "talk",
    "versions_of",
    "waiting_for",
]

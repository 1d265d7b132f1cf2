# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talk, official answers and moderation for programs: the queries and actions of the pages."""

from insieme.voices.api import answers, moderation, talk, voices

rooms = [talk.room, voices.room, answers.room, moderation.room]

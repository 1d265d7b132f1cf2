# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages and other rooms ask of this one. Each says how many queries it makes."""

from insieme.notices.queries.choosing import Ways, choices, who_will_be_told
from insieme.notices.queries.following import Thing, followed_by, followers_of, is_following, things
from insieme.notices.queries.inbox import Page, inbox, reader, reading, unseen_count
from insieme.notices.queries.letters import kinds_of, letter_of
from insieme.notices.queries.settings import Chosen, chosen

__all__ = [
    "Chosen",
    "Page",
    "Thing",
    "Ways",
    "choices",
    "chosen",
    "followed_by",
    "followers_of",
    "inbox",
    "is_following",
    "kinds_of",
    "letter_of",
    "reader",
    "reading",
    "things",
    "unseen_count",
    "who_will_be_told",
]

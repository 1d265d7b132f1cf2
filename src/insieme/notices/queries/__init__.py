# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages and other rooms ask of this one. Each says how many queries it makes."""

from insieme.notices.queries.choosing import Group, Ways, WillBeTold, who_will_be_told
from insieme.notices.queries.following import Thing, followed_by, followers, followers_of, followers_of_actor, follows, is_following, things
from insieme.notices.queries.inbox import Page, here_of, inbox, reader, told_already, told_before, unseen_count, unseen_of
from insieme.notices.queries.letters import kinds_of, letter_of
from insieme.notices.queries.naming import named
from insieme.notices.queries.settings import Chosen, chosen

__all__ = [
    "Chosen",
    "Group",
    "Page",
    "Thing",
    "Ways",
    "WillBeTold",
    "chosen",
    "followed_by",
    "followers",
    "followers_of",
    "followers_of_actor",
    "follows",
    "here_of",
    "inbox",
    "is_following",
    "kinds_of",
    "letter_of",
    "named",
    "reader",
    "things",
    "told_already",
    "told_before",
    "unseen_count",
    "unseen_of",
    "who_will_be_told",
]

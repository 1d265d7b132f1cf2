# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a text must be in order to be said, whom it names, and until when it can be changed quietly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.foundation.text import MENTION

LONGEST = 5000
#: The words that go with a mark.
LINE = 280
SHORTEST = 2
#: So long a text can be changed without a trace: for the slip one sees once it is said.
QUIETLY = timedelta(minutes=15)
#: Whom one text can call: more is shouting.
MENTIONS = 10
_INVISIBLE = re.compile(r"[\0\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def judge_text(text: str, *, field: str = "text", longest: int = LONGEST) -> str:
    """Return the text as it will stand, without marks that nobody sees or that turn the direction of reading.

    Refuses: `Invalid` where nothing would be read, or it is too long.
    """
    kept = _INVISIBLE.sub("", text.replace("\r\n", "\n")).strip()
    if len(kept) < SHORTEST or not any(letter.isalnum() for letter in kept):
        raise Invalid({field: _("Write a few words.")})
    if len(kept) > longest:
        raise Invalid({field: _("Shorten this to %(longest)s characters.") % {"longest": longest}})
    return kept


def judge_line(text: str, *, field: str = "text") -> str:
    """Return a text of one line, as it goes with a mark. Refuses: `Invalid`, as `judge_text`, and what is longer than such a line."""
    return judge_text(" ".join(text.split()), field=field, longest=LINE)


def named_in(text: str) -> list[str]:
    """The names that a text mentions with an @, each once, at most ten."""
    return list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))[:MENTIONS]


def may_change_quietly(spoken_at: datetime, now: datetime, *, heard: bool) -> bool:
    """Whether an edit needs no version: shortly after, and while nobody has answered or supported what was said."""
    return not heard and now - spoken_at <= QUIETLY

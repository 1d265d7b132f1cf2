# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a guideline must be, and how two versions differ: words that came and words that went."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid

TITLE_LENGTH, TEXT_LENGTH, CHANGED_LENGTH = 120, 20_000, 500
WORDS = re.compile(r"\s+|[^\s]+")


def judge_guideline(title: str, text: str) -> tuple[str, str]:
    """Return title and text as they will stand.

    Refuses: `Invalid` where one is empty or too long.
    """
    title, text = " ".join(title.split()), text.replace("\0", "").replace("\r\n", "\n").strip()
    wrong = {}
    if not title or len(title) > TITLE_LENGTH:
        wrong["title"] = _("Give it a title of at most 120 characters.")
    if not text or len(text) > TEXT_LENGTH:
        wrong["text"] = _("Write the text: at most 20,000 characters.")
    if wrong:
        raise Invalid(wrong)
    return title, text


def differences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Pieces of text with what became of them: "same", "gone" or "new". Together, those not gone are `after`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    for tag, start, end, begin, until in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(new[begin:until])
            continue
        if start < end:
            yield "gone", "".join(old[start:end])
        if begin < until:
            yield "new", "".join(new[begin:until])

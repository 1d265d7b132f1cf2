# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a guideline must be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid

TITLE_LENGTH, TEXT_LENGTH, CHANGED_LENGTH = 120, 20_000, 500


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

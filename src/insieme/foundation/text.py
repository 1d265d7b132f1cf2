# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that people write and read: Markdown to safe HTML, slugs for addresses, numbers and values in sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import nh3
from babel.numbers import format_decimal
from django.utils.functional import Promise, lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "h3", "h4", "h5", "h6", "hr", "del"}
SLUG_LENGTH = 60


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def markdown(text: str) -> SafeString:
    """Markdown as HTML without scripts, styles or pictures; headings begin at the third level, below the page's own."""
    html = re.sub(r"<(/?)h([12])>", r"<\1h3>", _parser().render(text))
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href", "title"}}, link_rel="nofollow ugc noopener"))  # noqa: S308


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 60 characters; empty where the text has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].rstrip("-")


def plain(value: int) -> str:
    """A whole number with its thousands apart: 48.112 in Italian, 48,112 in English."""
    return str(format_decimal(value, locale=(get_language() or "en").partition("-")[0]))


#: The same for sentences that are made before it is known who reads them.
plainly = lazy(plain, str)


def _fill(text: str | Promise, **values: object) -> str:
    return str(text) % values


_filled = lazy(_fill, str)


def lazily(text: str | Promise, **values: object) -> str | Promise:
    """`text` filled with `values`, in the language in force when it is shown, not when it is made."""
    return _filled(text, **values)

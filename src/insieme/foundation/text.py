# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that people write and read: Markdown to safe HTML, slugs for addresses, numbers and values in sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from html import unescape

import nh3
from babel.numbers import format_decimal
from django.utils.functional import Promise, lazy
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "h3", "h4", "h5", "h6", "hr", "del"}
SLUG_LENGTH = 60
#: A name with an @ before it, which is not the middle of an address.
MENTION = re.compile(r"(?<![\w@/.+-])@([A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9]))")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def markdown(text: str, mentions: Mapping[str, str] | None = None) -> SafeString:
    """Markdown as HTML without scripts, styles or pictures; headings begin at the third level, below the page's own.

    `mentions` are the names that become links where they stand with an @, and their addresses.
    """
    return _html(text, tuple(sorted((mentions or {}).items())))


@lru_cache(maxsize=1024)
def _html(text: str, mentions: tuple[tuple[str, str], ...]) -> SafeString:
    parser, addresses = _parser(), dict(mentions)
    tokens = parser.parse(text)
    for token in tokens:
        if addresses and token.children:
            token.children = _linked(token.children, addresses)
    html = re.sub(r"<(/?)h([12])>", r"<\1h3>", parser.renderer.render(tokens, parser.options, {}))
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href", "title"}}, link_rel="nofollow ugc noopener"))  # noqa: S308


def _linked(tokens: list[Token], addresses: Mapping[str, str]) -> list[Token]:
    """The same pieces of a line, with links where somebody known is mentioned; what is a link or code already stays as it is."""
    made: list[Token] = []
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in {"link_open", "link_close"} else 0
        if inside or token.type != "text":
            made.append(token)
            continue
        end = 0
        for found in MENTION.finditer(token.content):
            if address := addresses.get(found[1].lower()):
                made.append(Token("text", "", 0, content=token.content[end : found.start()]))
                made.append(Token("link_open", "a", 1, attrs={"href": address}))
                made += [Token("text", "", 0, content=found[0]), Token("link_close", "a", -1)]
                end = found.end()
        made.append(Token("text", "", 0, content=token.content[end:]))
    return made


def unmarked(text: str) -> str:
    """Markdown as the bare words that are read, on one line."""
    return " ".join(unescape(strip_tags(_parser().render(text))).split())


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 60 characters; empty where the text has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].rstrip("-")


def plain(value: int) -> str:
    """A whole number with its thousands apart: 48.112 in Italian, 48,112 in English."""
    return str(format_decimal(value, locale=(get_language() or "en").partition("-")[0]))


class Counted(int):
    """A whole number by which a sentence finds its plural, and which is written with its thousands apart."""

    def __str__(self) -> str:
        return plain(int(self))


#: The same for sentences that are made before it is known who reads them.
plainly = lazy(plain, str)


def _fill(text: str | Promise, **values: object) -> str:
    return str(text) % values


_filled = lazy(_fill, str)


def lazily(text: str | Promise, **values: object) -> str | Promise:
    """`text` filled with `values`, in the language in force when it is shown, not when it is made."""
    return _filled(text, **values)

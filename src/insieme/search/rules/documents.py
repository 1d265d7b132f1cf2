# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in the index of a thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from insieme.foundation.finding import Findable
from insieme.search.rules.words import stemmed, token, words

OPEN = "open"
TITLE_LENGTH, WORD_LENGTH = 300, 60
#: The kinds whose titles are suggested while somebody types.
SUGGESTED = frozenset({"call", "offer", "organisation", "person"})


def marks(kind: str = "", category: str = "", *, near: tuple[str, str, str] | None = None, is_open: bool = False) -> list[str]:
    """By what a thing can be filtered; `near` is the code, province and region of its place."""
    told = [token("kind", kind) if kind else "", token("category", category) if category else ""]
    if near:
        told += [token(scope, value) if value else "" for scope, value in zip(("place", "province", "region"), near, strict=True)]
    return [mark for mark in [*told, OPEN if is_open else ""] if mark]


def row(thing: Findable, *, near: tuple[str, str, str] | None, where: str) -> dict[str, Any]:
    """The columns of the document of a thing, but kind and ref."""
    title = thing.title[:TITLE_LENGTH]
    return {
        "path": thing.path,
        "title": title,
        "text": thing.text,
        "heading": stemmed(title),
        "body": stemmed(f"{thing.text} {where}"),
        "marks": " ".join(marks(thing.kind, thing.category, near=near, is_open=thing.open_until is not None)),
        "where": where,
        "open_until": thing.open_until,
        "at": thing.at,
    }


def suggested_words(thing: Findable) -> Iterator[str]:
    """The words by which the title of a thing is suggested, each once."""
    if thing.kind in SUGGESTED:
        yield from dict.fromkeys(word for word in words(thing.title) if len(word) <= WORD_LENGTH)

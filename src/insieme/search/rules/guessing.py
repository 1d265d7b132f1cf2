# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which word somebody may have meant: the one that shares most runs of three letters with what was typed."""

from __future__ import annotations

from collections.abc import Iterable

from insieme.search.rules.asking import Asked
from insieme.search.rules.words import words

ALIKE = 0.35


def trigrams(word: str) -> frozenset[str]:
    """The runs of three letters of a word, with its beginning and its end."""
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same runs. Source: Jaccard, as in PostgreSQL's pg_trgm."""
    ours, theirs = trigrams(one), trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one; the word itself where it is known; empty where none comes near."""
    best, found = ALIKE, ""
    for other in known:
        if other == word:
            return word
        # A word of another length by far cannot come near: most are left aside here.
        if abs(len(other) - len(word)) <= 3 and (alike := likeness(word, other)) > best:  # noqa: PLR2004
            best, found = alike, other
    return found


def meant(asked: Asked, known: Iterable[str]) -> str:
    """What may have been meant instead, as one would type it; empty where nothing better is known."""
    vocabulary = frozenset(known)
    typed = words(asked.typed)
    guessed = [nearest(word, sorted(vocabulary)) or word for word in typed]
    return " ".join(guessed) if guessed != typed else ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which word somebody may have meant: the one that shares most runs of three letters with what was typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from insieme.search.rules.asking import Asked
from insieme.search.rules.words import words

ALIKE = 0.35
#: So many words of what was typed are guessed, none of them longer, each by comparing it with so many.
GUESSED, LONGEST, COMPARED = 3, 30, 2_000


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


def meant(asked: Asked, known: Sequence[str]) -> str:
    """What may have been meant instead, as one would type it, of sorted words; empty where nothing better is known.

    Only so many words are guessed, and none that is very long: whatever somebody types, little is compared.
    """
    typed, guessed, left = words(asked.typed), [], GUESSED
    for word in typed:
        if not left or len(word) > LONGEST or _stands_in(known, word):
            guessed.append(word)
            continue
        left -= 1
        guessed.append(nearest(word, candidates(word, known)) or word)
    return " ".join(guessed) if guessed != typed else ""


def candidates(word: str, known: Sequence[str]) -> Sequence[str]:
    """Those of the sorted words with which it is compared: hardly anybody mistakes the first letter. Where those are many, the second."""
    for letters in (1, 2):
        first, last = (bisect_left(known, word[:letters] + end) for end in ("", "\U0010ffff"))
        if last - first <= COMPARED:
            break
    return known[first : min(last, first + COMPARED)]


def _stands_in(known: Sequence[str], word: str) -> bool:
    at = bisect_left(known, word)
    return at < len(known) and known[at] == word

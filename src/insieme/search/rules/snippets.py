# SPDX-License-Identifier: AGPL-3.0-or-later
"""The few words of a text around what was asked, as pieces of which some are marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from insieme.search.rules.asking import Asked
from insieme.search.rules.words import fold, stems

LENGTH = 180
BEFORE = 50
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text; `found` where it is what was asked."""

    text: str
    found: bool = False


def marked(text: str, asked: Asked) -> list[Piece]:
    """The whole of a text in pieces."""
    return _pieces(text, asked, 0, len(text))


def snippet(text: str, asked: Asked, *, length: int = LENGTH) -> list[Piece]:
    """At most `length` letters of a text, from shortly before the first thing that was asked; cut between words."""
    if len(text) <= length:
        return marked(text, asked)
    sought = _Sought(asked)
    first = next((match.start() for match in _WORD.finditer(text) if sought.is_in(match[0])), 0)
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE) + 1
    start = start if 0 < start <= first else (first if first > BEFORE else 0)
    end = len(text) if start + length >= len(text) else max(text.rfind(" ", start, start + length), start + length // 2)
    pieces = _pieces(text, asked, start, end)
    return [Piece("… ")] * (start > 0) + pieces + [Piece(" …")] * (end < len(text))


def _pieces(text: str, asked: Asked, start: int, end: int) -> list[Piece]:
    sought, pieces, at = _Sought(asked), [], start
    for match in _WORD.finditer(text, start, end):
        if sought.is_in(match[0]):
            pieces += [Piece(text[at : match.start()])] if match.start() > at else []
            pieces.append(Piece(match[0], found=True))
            at = match.end()
    return [*pieces, Piece(text[at:end])] if at < end else pieces


class _Sought:
    """The words that are marked: their stems, and what they begin with."""

    def __init__(self, asked: Asked) -> None:
        self._stems = frozenset(stem for term in asked.wanted for reading in term.readings for stem in reading)
        self._begun = tuple(term.begins for term in asked.wanted if term.begins)

    def is_in(self, word: str) -> bool:
        folded = fold(word)
        return bool(self._stems) and (not self._stems.isdisjoint(stems(folded)) or folded.startswith(self._begun))

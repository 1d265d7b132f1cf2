# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody asks: words that must all be there, "phrases in quotation marks", -words that must not; as either database reads it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from insieme.search.rules.words import readings, words

LONGEST = 200
MOST = 8
_PART = re.compile(r'(?P<less>(?<!\S)-)?(?:["“”«](?P<phrase>[^"“”»]*)["“”»]?|(?P<word>[^\s"“”«]+))')

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, in its readings: any of them will do."""

    readings: tuple[Reading, ...]

    def stands_in(self, stemmed: str) -> bool:
        """Whether it stands in a text as the index has it."""
        return any(f" {' '.join(reading)} " in f" {stemmed} " for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what it means. `too_common` where words were typed and each of them stands in every text."""

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def too_common(self) -> bool:
        """Whether something was typed by which nothing can be told apart."""
        return bool(self.typed) and not self.wanted

    @property
    def has_phrase(self) -> bool:
        """Whether some of the wanted words must stand one behind the other."""
        return any(len(reading) > 1 for term in self.wanted for reading in term.readings)


def read(typed: str) -> Asked:
    """What somebody asks by these words. At most 200 letters and eight terms are read."""
    typed = " ".join(typed.replace("\0", " ").split())[:LONGEST].rstrip()
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in _PART.finditer(typed):
        found = words(part["phrase"] or part["word"] or "")
        side = unwanted if part["less"] else wanted
        # A word with an apostrophe or a hyphen in it is several, one after the other: "l'energia", "e-mail".
        if found and (term := Term(tuple(readings(found)))) not in side:
            side.append(term)
    return Asked(typed, tuple(wanted[:MOST]), tuple(unwanted[:MOST]))


def for_sqlite(asked: Asked, marks: Collection[str] = (), *, heading: bool = False) -> str:
    """The same as FTS5 reads it; `marks` must all be there; in the heading alone, or anywhere."""
    column = "heading" if heading else "{heading body}"
    wanted = [f"{column} : ({_fts5(term)})" for term in asked.wanted] + [f'marks : "{mark}"' for mark in marks]
    without = [f"{{heading body}} : ({_fts5(term)})" for term in asked.unwanted]
    return f"({' AND '.join(wanted)})" + (f" NOT ({' OR '.join(without)})" if without else "")


def for_postgresql(asked: Asked, marks: Collection[str] = (), *, heading: bool = False) -> str:
    """The same as PostgreSQL reads it: headings have the weight A, texts B, marks D."""
    weight = "A" if heading else "AB"
    wanted = [f"({_tsquery(term, weight)})" for term in asked.wanted] + [f"{mark}:D" for mark in marks]
    return " & ".join(wanted + [f"!({_tsquery(term, 'AB')})" for term in asked.unwanted])


def _fts5(term: Term) -> str:
    phrases = (" ".join(reading) for reading in term.readings)
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _tsquery(term: Term, weight: str) -> str:
    return " | ".join(" <-> ".join(f"{stem}:{weight}" for stem in reading) for reading in term.readings)

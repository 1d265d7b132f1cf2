# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody asks: words that must all be there, "phrases in quotation marks", -words that must not; as either database reads it.

The last word may not be written to its end yet: it finds what begins so, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from insieme.search.rules.words import SEAM, readings, words

LONGEST = 200
MOST = 8
#: A shorter beginning stands in too many words to tell anything apart.
SHORTEST_BEGINNING = 3
_PART = re.compile(r'(?P<less>(?<!\S)-)?(?:["“”«](?P<phrase>[^"“”»]*)["“”»]?|(?P<word>[^\s"“”«]+))')

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, in its readings: any of them will do; so will, where it may be unfinished, a word that `begins` so."""

    readings: tuple[Reading, ...]
    begins: str = ""

    def stands_in(self, stemmed: str) -> bool:
        """Whether it stands in a text as the index has it."""
        return any(f" {' '.join(reading)} " in f" {stemmed} " for reading in self.readings)

    def is_begun_in(self, stemmed: str) -> bool:
        """Whether a word of a text, as the index has it, begins so."""
        return bool(self.begins) and f" {self.begins}" in f" {stemmed}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what it means: all that is wanted must be there, or, `loosely`, some of it.

    `too_common` where words were typed and each of them stands in every text.
    """

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    loosely: bool = False

    @property
    def too_common(self) -> bool:
        """Whether something was typed by which nothing can be told apart."""
        return bool(self.typed) and not self.wanted

    @property
    def has_phrase(self) -> bool:
        """Whether some of the wanted words must stand one behind the other."""
        return any(len(reading) > 1 for term in self.wanted for reading in term.readings)

    @property
    def is_begun(self) -> bool:
        """Whether the last word may be a mere beginning."""
        return any(term.begins for term in self.wanted)

    def whole(self) -> Asked:
        """The same by whole words alone."""
        return replace(self, wanted=tuple(replace(term, begins="") for term in self.wanted))

    def loose(self) -> Asked:
        """The same, where some of what is wanted will do."""
        return replace(self, loosely=True)


def read(typed: str) -> Asked:
    """What somebody asks by these words. At most 200 letters and eight terms are read."""
    typed = " ".join(typed.replace("\0", " ").split())[:LONGEST].rstrip()
    wanted: list[Term] = []
    unwanted: list[Term] = []
    last = ""
    for part in _PART.finditer(typed):
        found = words(part["phrase"] or part["word"] or "")
        side = unwanted if part["less"] else wanted
        # A word with an apostrophe or a hyphen in it is several, one after the other: "l'energia", "e-mail".
        if found and (term := Term(tuple(readings(found)))) not in side:
            side.append(term)
        last = found[0] if part["word"] and not part["less"] and len(found) == 1 else ""
    if len(last) >= SHORTEST_BEGINNING and not SEAM.startswith(last) and wanted and wanted[-1].readings == tuple(readings([last])):
        wanted[-1] = replace(wanted[-1], begins=last)
    return Asked(typed, tuple(wanted[:MOST]), tuple(unwanted[:MOST]))


def for_sqlite(asked: Asked, marks: Collection[str] = (), *, some: Collection[str] = (), heading: bool = False) -> str:
    """The same as FTS5 reads it; `marks` must all be there, and one of `some`; in the heading alone, or anywhere."""
    column = "heading" if heading else "{heading body}"
    wanted = _joined([f"{column} : ({_fts5(term)})" for term in asked.wanted], " OR ", loosely=asked.loosely)
    wanted += [f'marks : "{mark}"' for mark in marks]
    wanted += [f"marks : ({' OR '.join(some)})"] * bool(some)
    without = [f"{{heading body}} : ({_fts5(term)})" for term in asked.unwanted]
    return f"({' AND '.join(wanted)})" + (f" NOT ({' OR '.join(without)})" if without else "")


def for_postgresql(asked: Asked, marks: Collection[str] = (), *, some: Collection[str] = (), heading: bool = False) -> str:
    """The same as PostgreSQL reads it: headings have the weight A, texts B, marks D."""
    weight = "A" if heading else "AB"
    wanted = _joined([f"({_tsquery(term, weight)})" for term in asked.wanted], " | ", loosely=asked.loosely)
    wanted += [f"{mark}:D" for mark in marks]
    wanted += [f"({' | '.join(f'{mark}:D' for mark in some)})"] * bool(some)
    return " & ".join(wanted + [f"!({_tsquery(term, 'AB')})" for term in asked.unwanted])


def _joined(terms: list[str], some: str, *, loosely: bool) -> list[str]:
    return [f"({some.join(terms)})"] if loosely and terms else terms


def _fts5(term: Term) -> str:
    phrases = [f'"{" ".join(reading)}"' for reading in term.readings]
    return " OR ".join(phrases + [f'"{term.begins}" *'] * bool(term.begins))


def _tsquery(term: Term, weight: str) -> str:
    phrases = [" <-> ".join(f"{stem}:{weight}" for stem in reading) for reading in term.readings]
    return " | ".join(phrases + [f"{term.begins}:*{weight}"] * bool(term.begins))

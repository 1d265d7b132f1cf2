# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rating an offer: by which criteria, what a mark needs beside it, and how many gave which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence

#: What offers are rated by where the promoter says nothing else.
USUAL: tuple[Sentence, ...] = (
    _("What it does for the place and for people"),
    _("How believable it is"),
    _("What it costs for what it is"),
    _("How near it is to us"),
)
FEWEST, MOST = 2, 6
LONGEST = 60
MARKS = (1, 2, 3, 4, 5)
#: Marks that say so much that they want a sentence of their own.
EXTREME = frozenset({1, 5})


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody gives on one criterion, counted from 0: one to five, and why."""

    criterion: int
    mark: int
    reason: str = ""


@dataclass(slots=True)
class Spread:
    """How many gave each mark on one criterion: those who are counted, and those who are shown apart."""

    counted: dict[int, int] = field(default_factory=lambda: dict.fromkeys(MARKS, 0))
    apart: dict[int, int] = field(default_factory=lambda: dict.fromkeys(MARKS, 0))

    @property
    def people(self) -> int:
        """How many are counted."""
        return sum(self.counted.values())

    @property
    def others(self) -> int:
        """How many are shown apart."""
        return sum(self.apart.values())


def criteria_of(given: Sequence[str]) -> tuple[Sentence, ...]:
    """The criteria of a call: those that its promoter wrote, or the usual ones."""
    return tuple(given) or USUAL


def criteria_faults(given: Sequence[str]) -> dict[str, Sentence]:
    """What is to be mended in the criteria that a promoter wrote; none at all are the usual ones."""
    if given and not FEWEST <= len(given) <= MOST:
        return {"criteria": _("Write from two to six criteria, one a line; or none, for the usual ones.")}
    if any(len(each) > LONGEST for each in given):
        return {"criteria": _("Keep each criterion within 60 characters.")}
    if len({each.casefold() for each in given}) < len(given):
        return {"criteria": _("Two of the criteria are the same.")}
    return {}


def judge_marks(marks: Sequence[Mark], criteria: int) -> None:
    """Let marks pass that can be counted and that say why: once at least, and with each 1 and 5.

    Refuses: `Invalid` at `mark-N` or `reason-N`, N being the criterion from 0; at `` without any.
    """
    said: dict[str, Sentence] = {}
    if not marks:
        said[""] = _("Give at least one mark.")
    for each in marks:
        if not 0 <= each.criterion < criteria or each.mark not in MARKS:
            said[f"mark-{each.criterion}"] = _("Choose a mark from 1 to 5.")
        elif each.mark in EXTREME and not each.reason.strip():
            said[f"reason-{each.criterion}"] = _("A 1 or a 5 wants a reason: one sentence is enough.")
    if marks and not said and not any(each.reason.strip() for each in marks):
        said[f"reason-{marks[0].criterion}"] = _("Say why in a sentence, here or where it counted most for you.")
    if said:
        raise Invalid(said)


def spreads(rows: Iterable[tuple[int, bool, int, int]], criteria: int) -> list[Spread]:
    """How the marks spread on each criterion, from rows of (criterion, whether it is counted, mark, how many)."""
    found: Mapping[int, Spread] = {number: Spread() for number in range(criteria)}
    for criterion, is_counted, mark, people in rows:
        if criterion in found:
            side = found[criterion].counted if is_counted else found[criterion].apart
            side[mark] += people
    return list(found.values())

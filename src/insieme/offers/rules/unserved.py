# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why somebody's list bought nothing: for each offer on it that went ahead, what kept this person from it. Judgement and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insieme.foundation.text import plain
from insieme.offers.rules.pledging import Entry
from insieme.offers.rules.wording import counted

#: Conditions count whoever sets them, too; who bought nothing is in no count of buyers.
OWN = 1


class Why(StrEnum):
    """What kept somebody from an offer on their list."""

    NOT_AHEAD = "not_ahead"
    LATER = "later"
    REVISED = "revised"
    FEWER = "fewer"
    NEIGHBOURS = "neighbours"
    NO_ROOM = "no_room"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an offer: whether it went `ahead`, and with which `total` in the unit of its quorum; `thing` is the call's unit.

    `lots` were drawn for its room; preferences went round in a `circle`, so that even a line whose conditions hold may buy nothing;
    `later` it took the place of a supplier that failed; it has `failed` itself. `alike` are the revisions with the words in force.
    """

    name: str
    unit: str
    thing: str
    total: int
    ahead: bool = False
    lots: bool = False
    circle: bool = False
    later: bool = False
    failed: bool = False
    alike: tuple[int, ...] = (1,)

    @property
    def goes(self) -> bool:
        """Whether people buy from it now."""
        return (self.ahead or self.later) and not self.failed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one line of a list bought nothing."""

    why: Why
    fate: Fate
    entry: Entry

    @property
    def words(self) -> str:
        """In a sentence, in the language in force."""
        sentence = {
            Why.LATER: _("%(name)s did not go ahead when it was decided. Later it took the place of a supplier that failed."),
            Why.REVISED: _("%(name)s went ahead, but it had revised its offer and you had not said yes to that: it did not count for you."),
            Why.FEWER: _("%(name)s went ahead with %(total)s, and your condition was at least %(least)s."),
            Why.NEIGHBOURS: _("%(name)s went ahead, but fewer than %(near)s from your place buy it: that was your condition."),
            Why.NO_ROOM: _("%(name)s went ahead with limited room: lots were drawn, and they did not fall to you."),
            Why.CIRCLE: _("%(name)s went ahead without you: preferences went round in a circle, as the page of the outcome explains."),
        }[self.why]
        fate, entry = self.fate, self.entry
        return sentence % {
            "name": fate.name,
            "total": counted(fate.total, fate.unit, fate.thing),
            "least": counted(entry.at_least or 0, fate.unit, fate.thing),
            "near": plain(entry.near or 0),
        }


def hangs_on_neighbours(entry: Entry, fate: Fate) -> bool:
    """Whether only a count of those from one's place tells what kept this line from its offer."""
    return _wants_neighbours(entry) and (fate.lots or fate.circle) and _before_neighbours(entry, fate) is None


def why(entry: Entry, fate: Fate, *, near: int | None) -> Why:
    """What kept this line, which bought nothing, from its offer. `near` buyers came from its place, where that was counted."""
    before = _before_neighbours(entry, fate)
    if before is not None:
        return before
    # Nothing else can have kept it where there was room for all: then nobody needs to count.
    if _wants_neighbours(entry) and (not hangs_on_neighbours(entry, fate) or (near or 0) + OWN < (entry.near or 0)):
        return Why.NEIGHBOURS
    return Why.NO_ROOM if fate.lots else Why.CIRCLE


def reasons(entries: Sequence[Entry], fates: Mapping[str, Fate], *, near: Mapping[str, int]) -> list[Reason]:
    """What kept each line of a list that bought nothing from its offer, in order; `near` by offer, where it was counted.

    Of an offer that no longer stands in the call nothing is said.
    """
    known = [(entry, fates[entry.offer]) for entry in entries if entry.offer in fates]
    return [Reason(why(entry, fate, near=near.get(entry.offer)), fate, entry) for entry, fate in known]


def sentences(found: Iterable[Reason]) -> list[str]:
    """The reasons in sentences, each once: the offers that went ahead first, then the others together. None where no offer did."""
    rows = list(found)
    said = list(dict.fromkeys(each.words for each in rows if each.why != Why.NOT_AHEAD))
    others = list(dict.fromkeys(each.fate.name for each in rows if each.why == Why.NOT_AHEAD))
    if not said or not others:
        return said
    text = ngettext("%(names)s did not go ahead.", "%(names)s did not go ahead.", len(others))
    return [*said, text % {"names": get_text_list(others, _("and"))}]


def _wants_neighbours(entry: Entry) -> bool:
    """Nobody needs a neighbour to be one person near home."""
    return (entry.near or 0) > 1


def _before_neighbours(entry: Entry, fate: Fate) -> Why | None:
    """What kept it, if it was nothing that hangs on who else lives where."""
    if not fate.ahead:
        return Why.LATER if fate.later else Why.NOT_AHEAD
    if entry.revision not in fate.alike:
        return Why.REVISED
    own = OWN if fate.lots or fate.circle else 0
    return Why.FEWER if (entry.at_least or 0) > fate.total + own else None

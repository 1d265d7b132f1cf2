# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an organisation may say of the people whom it brings, and how many of those who came are told to anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.foundation.text import lazily, plainly

#: Among fewer, one could guess who has pledged and who has not: fewer are not told, and fewer cannot open an initiative.
FEWEST = 10
MOST = 10_000_000
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """How many have pledged, as it may be told: `number` of them; `about` where it is a lower bound; 0 for fewer than ten."""

    number: int
    about: bool

    @property
    def is_told(self) -> bool:
        """Whether there is a number at all."""
        return self.number > 0


def judge_initiative(*, declared: int | None, goal: int | None, words: str) -> None:
    """Let an initiative pass whose numbers hold together. Refuses: `Invalid` at every field to mend."""
    said: dict[str, Sentence] = {}
    if declared is not None and not FEWEST <= declared <= MOST:
        said["declared"] = lazily(
            _("From %(fewest)s people on, up to %(most)s: among fewer, anybody could guess who has pledged."),
            fewest=plainly(FEWEST),
            most=plainly(MOST),
        )
    if goal is not None and goal < 1:
        said["goal"] = _("The aim is a whole number from 1 up, or nothing.")
    elif goal is not None and declared is not None and goal > declared:
        said["goal"] = _("You cannot aim at more people than you have: lower it.")
    if not words.strip():
        said["words"] = _("Say in a few words what you ask of your people.")
    elif len(words) > LONGEST:
        said["words"] = lazily(_("At most %(most)s characters fit here: shorten it."), most=plainly(LONGEST))
    if said:
        raise Invalid(said)


def told(count: int, *, decided: bool) -> Figure:
    """How many have pledged, as anybody may know it, the organisation's own managers too.

    Fewer than ten are never told. While pledges still come and go only a round number is, so that nobody can watch the count for
    the one that a colleague adds to it.
    """
    if count < FEWEST:
        return Figure(0, about=True)
    return Figure(count, about=False) if decided else Figure(band(count), about=True)


def band(count: int) -> int:
    """The round number at or under `count`: 10, 20, 50, 100, 200, 500 and so on; 0 under ten."""
    step, found = FEWEST, 0
    while step <= count:
        found = max(each for each in (step, 2 * step, 5 * step) if each <= count)
        step *= 10
    return found

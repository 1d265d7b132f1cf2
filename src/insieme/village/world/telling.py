# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words in which the world is told: who, which organisation, which call, who offered what, who pledged how."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone

from insieme.foundation.text import slug


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """So many days after the world is planted (before, if negative), at that time of the day in Italy."""

    day: int
    time: time

    def seen_from(self, now: datetime) -> datetime:
        """The moment itself, in a world that is planted `now`."""
        here = get_default_timezone()
        day = now.astimezone(here).date() + timedelta(days=self.day)
        return datetime.combine(day, self.time, here).astimezone(UTC)


def on(day: int, hour: int = 9, minute: int = 0) -> Moment:
    """The moment on that day, counted from the one of planting."""
    return Moment(day, time(hour, minute))


@dataclass(frozen=True, slots=True)
class Villager:
    """A person with a name. `tries` says what one can try when signing in as them; empty for those of the background."""

    name: str
    part: str
    town: str = "Bologna"
    tries: str = ""
    language: str = "it"

    @property
    def handle(self) -> str:
        """The handle, and what the stories call them by."""
        return slug(self.name)

    @property
    def email(self) -> str:
        """The address to sign in with: no mail ever leaves for this domain."""
        return f"{self.handle}@insieme.example"


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation of any kind; its owner signs for it."""

    name: str
    kind: str
    owner: str
    title: str
    about: str
    town: str = "Bologna"
    vat: str = ""
    size: str = ""
    joined: Moment = Moment(-90, time(9))
    #: (handle, role, title) of those who work there beside the owner.
    staff: tuple[tuple[str, str, str], ...] = ()
    #: When somebody was invited who has not answered yet, and who: as above.
    invited: tuple[tuple[Moment, tuple[str, str, str]], ...] = ()
    #: Title and text of its guideline, if it has one.
    guideline: tuple[str, str] = ("", "")
    #: Where a program of theirs would listen. It is planted paused: nobody answers there.
    program: str = ""
    #: When it was verified, and at which domain somebody answered the letter.
    verified: tuple[Moment, str] | None = None
    #: When it asked to be verified by papers, and what it says of them; nobody has looked yet.
    papers: tuple[Moment, str] | None = None
    note: str = "Organizzazione inventata per la dimostrazione."

    @property
    def slug(self) -> str:
        """Its address, and what the stories call it by."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """One tier of a commitment: a percentage in hundredths, an amount in cents, or only words."""

    threshold: int
    what: str = ""
    percent_hundredths: int | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """Other words of an offer, signed at that moment: what of the bid changes, why, and which wishes that answers.

    Of those who had ranked the earlier words so many in a hundred say yes to the new ones; the named ones in `hesitant` have not yet.
    """

    at: Moment
    changes: dict[str, Any]
    because: str = ""
    answers: tuple[str, ...] = ()
    confirm_percent: int = 90
    hesitant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bid:
    """An offer of a company, made and then signed by its owner; without `signed` it waits for the signature."""

    company: str
    product: str
    price_minor: int
    quorum: int
    commitment: str
    basis: str
    proof: str
    proof_day: int
    steps: tuple[Step, ...]
    made: Moment
    signed: Moment | None
    quorum_unit: str = "buyers"
    capacity: int | None = None
    terms: str = ""
    currency: str = "EUR"
    #: The name under which the company keeps this commitment, to start others from it.
    kept: str = ""
    revisions: tuple[Revised, ...] = ()

    def after(self, revisions: int) -> Bid:
        """The bid as so many revisions have left it."""
        changes = {name: value for revised in self.revisions[:revisions] for name, value in revised.changes.items()}
        return replace(self, **changes)

    @property
    def in_force(self) -> Bid:
        """The bid as it stands now."""
        return self.after(len(self.revisions))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ranking: this company's offer, perhaps on a condition."""

    company: str
    at_least: int | None = None
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """What somebody pledges: a list, best first, and to whom they would be new customers."""

    lines: tuple[Line, ...]
    new_for: tuple[str, ...] = ()
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Leaning:
    """So many people of the crowd with the same ranking, of one town if it says which."""

    people: int
    ranking: Ranking
    town: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """An organisation that brings its people to a call."""

    organisation: str
    crowd: str
    declared: int
    words: str
    at: Moment
    goal: int | None = None
    #: Of the crowd who pledge after that, so many in a hundred come through it.
    percent: int = 0


#: What somebody declares of a possible bidder: name, relation, words.
Tied = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Joined:
    """An organisation that agreed to promote a call too, and the ties that it declares."""

    organisation: str
    at: Moment
    ties: tuple[Tied, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """What an organisation that is named on a call says to it."""

    organisation: str
    at: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A supplier that fails after the outcome: who says so and why, what the runner-up does, and what its people answer.

    Of the crowd who are asked so many in a hundred say yes, and no; the named ones in `agreeing` say yes.
    """

    company: str
    at: Moment
    said_by: str
    because: str
    runner_up: str
    confirmed: Moment
    yes_percent: int
    no_percent: int = 0
    agreeing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A call from its first draft to wherever it has come, with all who take part."""

    title: str
    summary: str
    need: str
    category: str
    unit: str
    promoter: str
    choosing: Moment
    closes: Moment
    drafted: Moment
    published: Moment | None = None
    town: str = ""
    #: Until when companies may revise their offers; without it until people choose.
    revised_until: Moment | None = None
    drop_out_percent: int = 10
    menu: dict[str, list[int]] = field(default_factory=dict)
    proof_expected: str = ""
    gathered: tuple[Gathering, ...] = ()
    ties: tuple[Tied, ...] = ()
    #: Who promotes it too, and who is asked to and has not answered yet.
    joined: tuple[Joined, ...] = ()
    asked: tuple[str, ...] = ()
    replies: tuple[Replied, ...] = ()
    #: Companies that are not here and were asked by letter: name and address.
    letters: tuple[tuple[str, str], ...] = ()
    #: Which organisations find themselves spoken of and ask to be heard, when, and where and why it concerns them.
    hearings: tuple[tuple[Moment, str, str], ...] = ()
    bids: tuple[Bid, ...] = ()
    named: tuple[tuple[str, Ranking], ...] = ()
    crowd: str = "bologna"
    leanings: tuple[Leaning, ...] = ()
    cancelled: tuple[Moment, str] | None = None
    failed: Failed | None = None
    #: Closed by the planting but not counted: the program's own clock does that within a second of starting.
    left_to_the_clock: bool = False

    @property
    def slug(self) -> str:
        """The address of the call."""
        return slug(self.title)


def first(*companies: str, quantity: int = 1) -> Ranking:
    """A ranking of these companies without conditions."""
    return Ranking(tuple(Line(company) for company in companies), quantity=quantity)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts for the record's own tests, stated, sealed and relayed through its actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.record import actions
from insieme.record.facts import Fact, Kind, register
from insieme.record.models import Entry
from insieme.record.queries import name_topics

ADA = Actor.person(7, "ada00000ada0")
BEA = Actor.person(8, "bea00000bea0")
EVA = Actor.person(9, "eva00000eva0")
CLOCK = Actor.system("clock")
TOPIC = "call:bread"


@dataclass(frozen=True)
class Counted(Fact):
    """A number was said, and a secret with it."""

    code: ClassVar[str] = "record_tests.counted"
    KIND: ClassVar[Kind] = Kind("numbers", "Numbers")
    private: ClassVar[tuple[str, ...]] = ("secret",)
    number: int
    words: str = ""
    secret: str = ""

    def sentence(self) -> str:
        return f"Somebody counted to {self.number}."


@dataclass(frozen=True)
class Thanked(Fact):
    """Somebody thanked others, who are named, perhaps in the middle of other things, in the private part."""

    code: ClassVar[str] = "record_tests.thanked"
    KIND: ClassVar[Kind] = Counted.KIND
    private: ClassVar[tuple[str, ...]] = ("whom", "why")
    whom: list[dict[str, str]]
    why: str = ""

    def sentence(self) -> str:
        return "Somebody thanked others."


@dataclass(frozen=True)
class Paused(Fact):
    """Nobody says numbers for a while."""

    code: ClassVar[str] = "record_tests.paused"
    KIND: ClassVar[Kind] = Counted.KIND

    def sentence(self) -> str:
        return "They all take a rest at the oven."


register(Counted, Thanked, Paused)
name_topics("oven", lambda slugs: {slug: slug.upper() for slug in slugs if slug != "cold"}, page="record:entry_by_ref")


def thanked(*whom: Actor, by: Actor = ADA, why: str = "") -> Entry:
    with transaction.atomic():
        return actions.say(Thanked([{"who": actor.name} for actor in whom], why), about=TOPIC, by=by)


def said(count: int = 1, *, first: int = 0, by: Actor = ADA, about: str = TOPIC, words: str = "perché no?") -> list[Entry]:
    with transaction.atomic():
        return [actions.say(Counted(number, words, f"s{number}"), about=about, by=by) for number in range(first, first + count)]


def sealed(count: int, *, batch: int | None = None) -> None:
    """A record of so many entries, with a checkpoint for each batch."""
    for first in range(0, count, batch or count or 1):
        said(min(batch or count, count - first), first=first)
        actions.seal()

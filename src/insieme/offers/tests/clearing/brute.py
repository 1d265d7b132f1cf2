# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rule once more, slowly, person by person and subset by subset, straight from its definitions. Shares no code with the rules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain, combinations


@dataclass(frozen=True)
class Line:
    offer: str
    weight: int = 1
    at_least: int = 0
    near: int = 0

    def milestones(self, place):
        found = {(self.offer, "ahead")}
        if self.at_least:
            found.add((self.offer, "total", self.at_least))
        if self.near:
            found.add((self.offer, "near", place, self.near))
        return found


@dataclass
class Person:
    pledge: int
    copy: int
    place: str | None
    lines: list[Line | None] = field(default_factory=list)


class Brute:
    """A small case, given as the parsed JSON of a file."""

    def __init__(self, file):
        self.seed = bytes.fromhex(file["seed"])
        self.ids = [offer["id"] for offer in file["offers"]]
        self.quorum = {offer["id"]: offer["quorum"] for offer in file["offers"]}
        self.capacity = {offer["id"]: offer.get("capacity") for offer in file["offers"]}
        self.people = []
        for place, pledge in enumerate(file["pledges"]):
            lines = [Line(line) if isinstance(line, str) else Line(**line) for line in pledge["list"]]
            self.people += [Person(place, copy, pledge.get("place"), list(lines)) for copy in range(pledge.get("count", 1))]
        self.depth = max((len(person.lines) for person in self.people), default=0)
        self.known = {}
        self.milestones = {(name, "ahead") for name in self.ids}
        for person in self.people:
            for line in person.lines:
                self.milestones |= line.milestones(person.place)

    def is_live(self, person, line, state):
        return line is not None and line.milestones(person.place) <= state

    def buyers(self, offer, state):
        """The greatest self-consistent set of buyers among people without a better live line elsewhere: person -> rank."""
        may = {}
        for number, person in enumerate(self.people):
            for rank, line in enumerate(person.lines):
                if line is not None and line.offer != offer and self.is_live(person, line, state):
                    break
                if line is not None and line.offer == offer:
                    may.setdefault(number, []).append(rank)
        while True:
            buy = {number: ranks[0] for number, ranks in may.items() if ranks}
            failing = [(number, rank) for number, rank in buy.items() if not self.holds(number, rank, buy)]
            if not failing:
                return buy
            for number, rank in failing:
                may[number].remove(rank)

    def total(self, buy):
        return sum(self.people[number].lines[rank].weight for number, rank in buy.items())

    def near(self, buy, place):
        return sum(self.people[number].place == place for number in buy)

    def holds(self, number, rank, buy):
        line = self.people[number].lines[rank]
        return self.total(buy) >= line.at_least and (not line.near or self.near(buy, self.people[number].place) >= line.near)

    def volumes(self, state):
        return {offer: self.total(self.buyers(offer, state)) for offer in self.ids}

    def reached(self, state):
        if state not in self.known:
            self.known[state] = self.found(state)
        return self.known[state]

    def found(self, state):
        found = set()
        for offer in self.ids:
            buy = self.buyers(offer, state)
            if self.total(buy) < self.quorum[offer]:
                continue
            for milestone in self.milestones:
                if milestone[0] == offer:
                    kind, *what = milestone[1:]
                    if (
                        kind == "ahead"
                        or (kind == "total" and self.total(buy) >= what[0])
                        or (kind == "near" and self.near(buy, what[0]) >= what[1])
                    ):
                        found.add(milestone)
        return frozenset(found)

    def states(self):
        """Every set of milestones in which what is easier holds too."""
        for state in subsets(self.milestones):
            if all(self.easier(milestone) <= state for milestone in state):
                yield frozenset(state)

    def easier(self, milestone):
        offer, kind, *what = milestone
        found = {(offer, "ahead")}
        for other in self.milestones:
            if other[:2] == (offer, kind) and other[2:-1] == milestone[2:-1] and kind != "ahead" and other[-1] <= what[-1]:
                found.add(other)
            if kind != "near" and other[:2] == (offer, "total") and other[2] <= self.quorum[offer] and kind == "ahead":
                found.add(other)
            if other[:2] == (offer, "total") and other[2] <= self.quorum[offer]:
                found.add(other)
        return found

    def rounds(self):
        low, trail = frozenset(), []
        while True:
            high = self.reached(low)
            trail.append((low, high))
            surer = self.reached(high)
            if surer == low:
                return trail
            low = surer

    def assign(self, state):
        """The best live line of everybody: person -> rank."""
        return {
            number: next(rank for rank, line in enumerate(person.lines) if self.is_live(person, line, state))
            for number, person in enumerate(self.people)
            if any(self.is_live(person, line, state) for line in person.lines)
        }

    def ranks(self, got):
        return [sum(rank == each for rank in got.values()) for each in range(self.depth)]

    def key(self, state, got):
        """Greater is better."""
        ids = sorted(self.active(state))
        lot = hashlib.sha256(self.seed + "\n".join(ids).encode()).hexdigest()
        return (len(got), self.ranks(got), -int(lot, 16))

    def active(self, state):
        return [offer for offer in self.ids if (offer, "ahead") in state]

    def clear(self):
        """Verdict, candidates best first (state, who gets what)."""
        low, high = self.rounds()[-1]
        if low == high:
            return "unique", [(low, self.assign(low))]
        states = list(self.states())
        stable = [state for state in states if self.reached(state) == state]
        feasible = [state for state in states if low <= state <= high and state <= self.reached(state)]
        found = [(state, self.assign(state)) for state in (stable or feasible)]
        found.sort(key=lambda each: self.key(*each), reverse=True)
        return ("stable" if stable else "contested"), found

    def most(self):
        """The most people that a feasible state serves."""
        return max(len(self.assign(state)) for state in self.states() if state <= self.reached(state))


class Scarce(Brute):
    """Scarce places, everybody adding one without conditions: people choose in the order of the lottery."""

    def lottery(self):
        def lot(number):
            person = self.people[number]
            return hashlib.sha256(self.seed + f"{person.pledge}:{person.copy}".encode()).digest()

        return sorted(range(len(self.people)), key=lot)

    def assign(self, state):
        left = {offer: self.capacity[offer] for offer in self.ids}
        got = {}
        for number in self.lottery():
            for rank, line in enumerate(self.people[number].lines):
                if (line.offer, "ahead") in state and left[line.offer] != 0:
                    got[number] = rank
                    if left[line.offer] is not None:
                        left[line.offer] -= 1
                    break
        return got

    def volumes(self, state):
        found = {}
        for offer in self.ids:
            got = self.assign(state | {(offer, "ahead")})
            found[offer] = sum(self.people[number].lines[rank].offer == offer for number, rank in got.items())
        return found

    def found(self, state):
        return frozenset((offer, "ahead") for offer, volume in self.volumes(state).items() if volume >= self.quorum[offer])


class Rationed(Scarce):
    """Scarce places with weights or conditions: cleared as if there were room, who does not fit loses the line, again."""

    found = Brute.found
    volumes = Brute.volumes
    assign = Brute.assign

    def ration(self):
        while True:
            self.known = {}
            verdict, found = self.clear()
            got = found[0][1]
            left = dict(self.capacity)
            losers = []
            for number in self.lottery():
                if number not in got:
                    continue
                line = self.people[number].lines[got[number]]
                if left[line.offer] is None:
                    continue
                if line.weight > left[line.offer]:
                    losers.append(number)
                else:
                    left[line.offer] -= line.weight
            if not losers:
                return verdict, found
            for number in losers:
                self.people[number].lines[got[number]] = None


def subsets(items):
    items = sorted(items, key=str)
    return map(set, chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outcome of a clearing, as published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from insieme.offers.rules.clearing.instance import Instance, Ints

FORMAT = "insieme-clearing-result/1"


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """Who got what: for each row a pledge, the rank of the entry, and how many of the people behind that pledge.

    `named` is the offer that a file says stands there, where a file says so.
    """

    pledge: Ints
    entry: Ints
    count: Ints
    named: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another outcome: which offers, how many people, and how many of them by the rank of the entry they would get."""

    active: tuple[str, ...]
    people_served: int
    ranks: tuple[int, ...] = ()
    exhaustive: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Which offers go ahead, why, and who buys from whom."""

    active: tuple[str, ...]
    verdict: str
    certified: bool
    rounds: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    totals: dict[str, int]
    tier: dict[str, int | None]
    people_served: int
    people_unserved: int
    scan: dict[str, int]
    rivals: tuple[Rival, ...]
    max_participation: Rival | None
    assigned: Assigned
    exhaustive: bool = True

    def as_json(self, instance: Instance) -> dict[str, Any]:
        """The result as the file format has it. `exhaustive` stands there only when it is false."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "active": list(self.active),
            "verdict": self.verdict,
            "certified": self.certified,
            "rounds": [{"certain": list(certain), "possible": list(possible)} for certain, possible in self.rounds],
            "totals": self.totals,
            "tier": self.tier,
            "people_served": self.people_served,
            "people_unserved": self.people_unserved,
            "scan": self.scan,
            "rivals": [{"active": list(r.active), "people_served": r.people_served, "ranks": list(r.ranks)} for r in self.rivals],
            "max_participation": _participation(self.max_participation),
            "assigned": _rows(self.assigned, instance),
        }
        return told if self.exhaustive else {**told, "exhaustive": False}


def _participation(most: Rival | None) -> dict[str, Any] | None:
    if most is None:
        return None
    told: dict[str, Any] = {"active": list(most.active), "people_served": most.people_served}
    return told if most.exhaustive else {**told, "exhaustive": False}


def _rows(assigned: Assigned, instance: Instance) -> list[dict[str, Any]]:
    ids = [offer.id for offer in instance.offers]
    offers = instance.offer[assigned.entry, assigned.pledge].tolist()
    rows = zip(assigned.pledge.tolist(), assigned.entry.tolist(), offers, assigned.count.tolist(), strict=True)
    return [{"pledge": pledge, "entry": entry, "offer": ids[offer], "count": count} for pledge, entry, offer, count in rows]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a published result back from its file."""

from __future__ import annotations

from typing import Any

import numpy as np

from insieme.offers.rules.clearing.result import FORMAT, Assigned, Result, Rival
from insieme.offers.rules.clearing.spots import Misfit, Where, quoted
from insieme.offers.rules.clearing.values import array, number, read, record, string

_KEYS = frozenset(
    {
        "format", "active", "verdict", "certified", "rounds", "totals", "tier", "people_served", "people_unserved",
        "scan", "rivals", "max_participation", "assigned",
    }
)  # fmt: skip
_ROUND = frozenset({"certain", "possible"})
_RIVAL = frozenset({"active", "people_served", "ranks"})
_MOST = frozenset({"active", "people_served"})
_ROW = frozenset({"pledge", "entry", "offer", "count"})


def result_from(data: bytes) -> Result:
    """The result that a file holds.

    Refuses: `BadFile`, with line, path and sentence, whatever is not exactly of the format.
    """
    return read(data, _result)


def _result(value: Any) -> Result:
    found = record(value, (), _KEYS, frozenset({"exhaustive"}))
    if found["format"] != FORMAT:
        raise Misfit(("format",), f"here {quoted(FORMAT)} is expected, not {quoted(found['format'])}")
    return Result(
        active=_names(found["active"], ("active",)),
        verdict=string(found["verdict"], ("verdict",)),
        certified=_truth(found["certified"], ("certified",)),
        rounds=tuple(_round(each, ("rounds", place)) for place, each in enumerate(array(found["rounds"], ("rounds",)))),
        totals=_numbers(found["totals"], ("totals",)),
        tier=_tiers(found["tier"], ("tier",)),
        people_served=number(found["people_served"], ("people_served",)),
        people_unserved=number(found["people_unserved"], ("people_unserved",)),
        scan=_numbers(found["scan"], ("scan",)),
        rivals=tuple(_rival(each, ("rivals", place)) for place, each in enumerate(array(found["rivals"], ("rivals",)))),
        max_participation=None if found["max_participation"] is None else _most(found["max_participation"], ("max_participation",)),
        assigned=_assigned(array(found["assigned"], ("assigned",))),
        exhaustive=_truth(found.get("exhaustive", True), ("exhaustive",)),
    )


def _truth(value: Any, where: Where) -> bool:
    if type(value) is not bool:
        raise Misfit(where, f"here true or false is expected, not {quoted(value)}")
    return value


def _names(value: Any, where: Where) -> tuple[str, ...]:
    return tuple(string(each, (*where, place)) for place, each in enumerate(array(value, where)))


def _object(value: Any, where: Where) -> dict[str, Any]:
    return record(value, where, frozenset(), frozenset(value) if type(value) is dict else frozenset())


def _numbers(value: Any, where: Where) -> dict[str, int]:
    return {name: number(each, (*where, name)) for name, each in _object(value, where).items()}


def _tiers(value: Any, where: Where) -> dict[str, int | None]:
    return {name: None if each is None else number(each, (*where, name)) for name, each in _object(value, where).items()}


def _round(value: Any, where: Where) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = record(value, where, _ROUND)
    return _names(found["certain"], (*where, "certain")), _names(found["possible"], (*where, "possible"))


def _rival(value: Any, where: Where) -> Rival:
    found = record(value, where, _RIVAL)
    ranks = tuple(number(each, (*where, "ranks", place)) for place, each in enumerate(array(found["ranks"], (*where, "ranks"))))
    return Rival(_names(found["active"], (*where, "active")), number(found["people_served"], (*where, "people_served")), ranks)


def _most(value: Any, where: Where) -> Rival:
    found = record(value, where, _MOST, frozenset({"exhaustive"}))
    return Rival(
        _names(found["active"], (*where, "active")),
        number(found["people_served"], (*where, "people_served")),
        exhaustive=_truth(found.get("exhaustive", True), (*where, "exhaustive")),
    )


def _assigned(rows: list[Any]) -> Assigned:
    columns = np.zeros((3, len(rows)), dtype=np.int64)
    named: list[str] = []
    for place, value in enumerate(rows):
        where = ("assigned", place)
        found = record(value, where, _ROW)
        columns[:, place] = [number(found[key], (*where, key)) for key in ("pledge", "entry", "count")]
        named.append(string(found["offer"], (*where, "offer")))
    pledge, entry, count = columns
    return Assigned(pledge, entry, count, named)

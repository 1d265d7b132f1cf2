# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the pieces of a drawing stand: pure arithmetic in whole per mille, written as SVG wants it in any language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: A bar is never drawn narrower than this; a label needs so many pixels for each letter, and a little air.
NARROWEST, LETTER, AIR = 320, 8, 6
FULL = 1000
EDGE = 60
#: Room for the figures of a chart's scale, at its left.
AXIS = 70
#: The steps at which a scale may be marked: 1, 2 or 5 times a power of ten.
STEPS = (1, 2, 5, 10)
MARKS = 5
#: So many names stand below the bars of a chart on a phone.
NAMES = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a bar: where, its words, on which line below, and from which side they are written."""

    x: str
    label: str
    kind: str
    line: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How far a bar is filled, its marks, and how many lines of words they need."""

    filled: str
    ticks: list[Tick]
    lines: int


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of a chart."""

    x: str
    middle: str
    y: str
    width: str
    height: str
    label: str
    value: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a chart and the lines of its scale (height, value)."""

    columns: list[Column]
    scale: list[tuple[str, int]]


def bar(quorum: dict[str, Any]) -> Bar:
    """Place a quorum bar. The scale ends at the capacity, or a quarter beyond the last mark."""
    marks = sorted(quorum.get("ticks") or [], key=lambda tick: tick["at"])
    value = quorum["value"]
    last = max([tick["at"] for tick in marks], default=value)
    end = quorum.get("capacity") or max(last * 5 // 4, value, 1)
    ticks: list[Tick] = []
    free = [-FULL]
    for mark in marks:
        at = _per_mille(mark["at"], end)
        need = (len(str(mark["label"])) * LETTER + AIR) * FULL // NARROWEST
        anchor = "start" if at < EDGE else "end" if at > FULL - EDGE else "middle"
        left = {"start": at, "middle": at - need // 2, "end": at - need}[anchor]
        line = next((index for index, edge in enumerate(free) if edge <= left), len(free))
        free[line : line + 1] = [left + need]
        ticks.append(Tick(_percent(at), str(mark["label"]), mark.get("kind", "quorum"), line, anchor))
    return Bar(_percent(_per_mille(value, end)), ticks, len(free) if ticks else 0)


def chart(given: dict[str, Any]) -> Chart:
    """Place the bars of a chart side by side on a scale that begins at nothing."""
    points = given["bars"]
    step = _step(max([value for _label, value in points], default=1))
    top = step * -(-max([value for _label, value in points], default=1) // step) or step
    wide = (FULL - AXIS) // max(len(points), 1)
    every = -(-len(points) // NAMES) or 1
    columns = [
        Column(
            x=_percent(AXIS + index * wide + wide // 8),
            middle=_percent(AXIS + index * wide + wide // 2),
            y=_percent(FULL - _per_mille(value, top)),
            width=_percent(wide - wide // 4),
            height=_percent(_per_mille(value, top)),
            label=label,
            value=value,
            shown=index % every == 0,
        )
        for index, (label, value) in enumerate(points)
    ]
    return Chart(columns, [(_percent(FULL - _per_mille(mark, top)), mark) for mark in range(0, top + 1, step)])


def _step(largest: int) -> int:
    power = 1
    while power * 10 * MARKS <= largest:
        power *= 10
    return next(power * step for step in STEPS if power * step * MARKS >= largest)


def _per_mille(value: int, of: int) -> int:
    return min(FULL, max(0, value * FULL // of))


def _percent(per_mille: int) -> str:
    return f"{per_mille // 10}.{per_mille % 10}%"

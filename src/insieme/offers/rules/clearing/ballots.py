# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real ranked ballots, as PrefLib publishes them: strict orders, incomplete (`.soi`).

Source: https://preflib.github.io/PrefLib-Jekyll/format
"""

from __future__ import annotations

import re
from typing import NamedTuple

from insieme.offers.rules.clearing.instance import LARGEST
from insieme.offers.rules.clearing.spots import BadFile, quoted

_NAME = re.compile(r"#\s*ALTERNATIVE NAME (\d+):\s*(.*\S)\s*", re.ASCII)
_ROW = re.compile(r"(\d{1,16})\s*:\s*(\d{1,9}(?:\s*,\s*\d{1,9})*)", re.ASCII)


class Ballots(NamedTuple):
    """The candidates' names, and how many people have cast each order of them; orders count the names from 0."""

    names: tuple[str, ...]
    orders: list[tuple[int, tuple[int, ...]]]

    @property
    def people(self) -> int:
        """How many ballots there are."""
        return sum(count for count, _ in self.orders)


def ballots_from(data: bytes) -> Ballots:
    """The ballots of a file.

    Refuses: `BadFile`, with its line: ties, unknown or repeated candidates, anything that is not `COUNT: NUMBER, NUMBER, ...`.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadFile(data.count(b"\n", 0, error.start) + 1, (), "this is not UTF-8: save the file with that encoding") from None
    names: dict[int, str] = {}
    orders: list[tuple[int, tuple[int, ...]]] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            if found := _NAME.fullmatch(line):
                names[int(found[1])] = found[2]
        elif line.strip():
            orders.append(_order(line.strip(), number, len(names)))
    if sorted(names) != list(range(1, len(names) + 1)) or not names:
        raise BadFile(1, (), "the candidates are numbered from 1 without gaps, each on a line '# ALTERNATIVE NAME 1: ...'")
    return Ballots(tuple(names[number] for number in sorted(names)), orders)


def _order(line: str, number: int, candidates: int) -> tuple[int, tuple[int, ...]]:
    if "{" in line:
        raise BadFile(number, (), "a tie between braces cannot be a list of pledges: only strict orders can")
    found = _ROW.fullmatch(line)
    if found is None or int(found[1]) > LARGEST:
        raise BadFile(number, (), f"here 'COUNT: NUMBER, NUMBER, ...' is expected, not {quoted(line)}")
    order = tuple(int(each) - 1 for each in found[2].split(","))
    for place, each in enumerate(order):
        if not 0 <= each < candidates:
            raise BadFile(number, (), f"there is no candidate {each + 1}")
        if each in order[:place]:
            raise BadFile(number, (), f"candidate {each + 1} stands twice on this ballot")
    return int(found[1]), order

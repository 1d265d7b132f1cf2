# SPDX-License-Identifier: AGPL-3.0-or-later
"""How one text became another, word by word; for any two texts with no more work than is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

#: Pairs of "same", "gone" or "new" and the words. Those not new are the text before, those not gone the one after.
Pieces = list[tuple[str, str]]
#: A piece of a text as it is compared, and the space before it, which is not.
Token = tuple[str, str]

#: What it takes to find a dozen words that changed.
AT_LEAST = 200
_WORDS = re.compile(r"(\s*)(\S*)")


@dataclass(slots=True)
class Work:
    """How many comparisons may still be made: for one page, however many texts stand on it."""

    left: int = 240_000

    def share(self) -> int:
        """How many the next attempt may take: half of what is left, as others come after it, and enough for a few words at all events."""
        return max(self.left // 2, AT_LEAST)


def differences(before: str, after: str, work: Work | None = None) -> Pieces:
    """How one text became another: by words; where they differ in too much for that by lines, else all is gone and all is new."""
    allowed = work or Work()
    ways: tuple[Callable[[str], list[Token]], ...] = (_by_words, _by_lines)
    for cut in ways:
        old, new = cut(before), cut(after)
        if (pairs := _in_common([piece for _, piece in old], [piece for _, piece in new], allowed)) is not None:
            return _told(old, new, pairs)
    return [(what, text) for what, text in (("gone", before), ("new", after)) if text]


def _by_words(text: str) -> list[Token]:
    return [(space, word) for space, word in _WORDS.findall(text) if space or word]


def _by_lines(text: str) -> list[Token]:
    return [("", line) for line in text.splitlines(keepends=True)]


def _in_common(old: Sequence[str], new: Sequence[str], work: Work) -> list[tuple[int, int]] | None:
    """The places of what stays; None where finding it would take more than its share of the work."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    end = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    between = _shortest_way(old[start : len(old) - end], new[start : len(new) - end], work)
    if between is None:
        return None
    head = [(i, i) for i in range(start)]
    tail = [(len(old) - i, len(new) - i) for i in range(end, 0, -1)]
    return [*head, *((start + i, start + j) for i, j in between), *tail]


def _shortest_way(old: Sequence[str], new: Sequence[str], work: Work) -> list[tuple[int, int]] | None:
    """The places of what stays where as little as possible goes and comes.

    Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986. How far one gets with so many words
    gone or come is kept for each diagonal; each such step is counted, so that texts without a word in common end it too.
    """
    least = work.left - work.share()
    furthest: dict[int, int] = {1: 0}
    rounds: list[dict[int, int]] = []
    for distance in range(len(old) + len(new) + 1):
        rounds.append(dict(furthest))
        for diagonal in range(-distance, distance + 1, 2):
            i = begun = _entered(furthest, diagonal, distance)[0]
            while i < len(old) and i - diagonal < len(new) and old[i] == new[i - diagonal]:
                i += 1
            # One for the comparison that fails, one for the step itself.
            work.left -= i - begun + 2
            furthest[diagonal] = i
            if i >= len(old) and i - diagonal >= len(new):
                return _way_back(rounds, len(old), len(new))
            if work.left < least:
                return None
    return []


def _entered(furthest: dict[int, int], diagonal: int, distance: int) -> tuple[int, bool]:
    """Where in the text before one comes onto this diagonal, and whether by a word that came; else one went."""
    if diagonal == -distance or (diagonal != distance and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return furthest[diagonal + 1], True
    return furthest[diagonal - 1] + 1, False


def _way_back(rounds: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    pairs = []
    for distance in range(len(rounds) - 1, -1, -1):
        begun, came = _entered(rounds[distance], i - j, distance)
        stayed = i - begun
        pairs += [(i - n, j - n) for n in range(1, stayed + 1)]
        i, j = (begun, j - stayed - 1) if came else (begun - 1, j - stayed)
    return pairs[::-1]


def _told(old: list[Token], new: list[Token], pairs: list[tuple[int, int]]) -> Pieces:
    told: Pieces = []
    i = j = 0
    for to_i, to_j in pairs:
        gone, come, (space, word) = old[i:to_i], new[j:to_j], new[to_j]
        if old[to_i][0] != space:
            # The word is the same, the space before it is not.
            gone, come, space = [*gone, (old[to_i][0], "")], [*come, (space, "")], ""
        told += [*_changed(gone, come), *([("same", space + word)] if space + word else [])]
        i, j = to_i + 1, to_j + 1
    told += _changed(old[i:], new[j:])
    return [(what, "".join(words for _, words in run)) for what, run in groupby(told, itemgetter(0))]


def _changed(gone: list[Token], come: list[Token]) -> Pieces:
    """What went and what came; the space before both stays."""
    same = gone[0][0] if gone and come and gone[0][0] == come[0][0] else ""
    went, came = ("".join(map("".join, tokens)).removeprefix(same) for tokens in (gone, come))
    return [(what, words) for what, words in (("same", same), ("gone", went), ("new", came)) if words]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""How one text became another: what stays, goes and comes, and that no two texts make it dear."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation.differences import AT_LEAST, Work, differences

#: As long as the longest text that anybody may write: a guideline.
LONGEST = 20_000
#: Lines of the program that are gone through; the words of two texts that long, read once, take a tenth of it.
MOST = 1_500_000


class TooMuchWorkError(Exception):
    """More lines of the program were gone through than may be."""


def lines_of(work: Callable[[], Any]) -> int:
    """How many lines of the program the work goes through, in Python, at each call the same number on every machine."""
    count = 0

    def line(_frame: Any, event: str, _what: Any) -> Any:
        nonlocal count
        count += event == "line"
        if count > MOST:
            raise TooMuchWorkError
        return line

    was = sys.gettrace()
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(was)
    return count


def long(*words: str) -> str:
    """These words again and again."""
    unit = " ".join(words) + " "
    return (unit * (LONGEST // len(unit))).strip()


def lines(*words: str) -> str:
    """The same, each on its own line."""
    return long(*words).replace(" ", "\n")


WORST = {
    "no word in common": (long("a"), long("b")),
    "every second": (long("a", "b"), long("a", "c")),
    "the other way round": (long("a", "b"), long("b", "a")),
    "half of many equal ones": (long("a", "a", "b"), long("a", "b", "b")),
    "one word many times": (long("a"), long("a")[: LONGEST // 2]),
    "all different": (" ".join(map(str, range(4000))), " ".join(map(str, range(4000, 8000)))),
    "turned round": (" ".join(map(str, range(3500))), " ".join(map(str, range(3500, 0, -1)))),
    "by lines": (lines("a"), lines("b")),
    "every second line": (lines("a", "b"), lines("b", "c")),
    "blanks": ("a" + "\n" * LONGEST + "b", "a" + " " * LONGEST + "b"),
}


@pytest.mark.parametrize("texts", WORST.values(), ids=WORST)
def test_no_two_texts_are_dear_to_compare(texts):
    before, after = texts
    lines_of(lambda: differences(before, after))
    parts = differences(before, after)
    assert "".join(words for what, words in parts if what != "new") == before
    assert "".join(words for what, words in parts if what != "gone") == after


def test_many_versions_on_one_page_are_no_dearer_than_a_few_and_a_word_that_changed_is_found_in_each():
    work, versions = Work(), [long(f"a{number}") for number in range(20)]
    for before, after in pairwise(versions):
        differences(before, after, work)
    assert work.left > -20 * 2 * AT_LEAST - 1000
    assert differences("Uno due tre", "Uno tre quattro", work) == [("same", "Uno"), ("gone", " due"), ("same", " tre"), ("new", " quattro")]


@given(st.text("ab \n"), st.text("ab \n"))
def test_both_texts_are_held(before, after):
    parts = differences(before, after)
    assert "".join(words for what, words in parts if what != "new") == before
    assert "".join(words for what, words in parts if what != "gone") == after
    assert all(words for _what, words in parts)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_as_many_words_stay_as_can(before, after):
    stays = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, old in enumerate(before):
        for j, new in enumerate(after):
            stays[i + 1][j + 1] = stays[i][j] + 1 if old == new else max(stays[i][j + 1], stays[i + 1][j])
    parts = differences(" ".join(before), " ".join(after))
    assert sum(len(words.split()) for what, words in parts if what == "same") == stays[-1][-1]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Il pane è buono", "Il pane è cattivo", "Il pane è [-buono-][+cattivo+]"),
        ("Il pane è buono", "Il pane è buono davvero", "Il pane è buono[+ davvero+]"),
        ("pane buono", "Il pane buono", "[+Il +]pane buono"),
        ("Il pane è buono", "Il pane buono", "Il pane[- è-] buono"),
        ("Uno due", "Uno\n\ndue", "Uno[- -][+\n\n+]due"),
        ("", "Uno", "[+Uno+]"),
        ("Uguale", "Uguale", "Uguale"),
    ],
)
def test_a_change_is_told_as_one_reads_it(before, after, told):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    assert "".join(marks[what].format(words) for what, words in differences(before, after)) == told


def test_where_every_word_is_another_the_lines_that_stay_are_still_found():
    before = "\n".join(["Addio", *(f"vecchia {number} " * 9 for number in range(50)), "Resta", "Via"])
    after = "\n".join(["Prima", *(f"nuova più{number} " * 9 for number in range(50)), "Resta", "Poi"])
    assert ("same", "Resta\n") in differences(before, after)

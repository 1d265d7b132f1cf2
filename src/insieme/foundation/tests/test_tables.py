# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables as files: what stands in them, and what a spreadsheet makes of it."""

import csv
import io

import pytest

from insieme.foundation.tables import comma_separated


def read(*rows):
    return list(csv.reader(io.StringIO(b"".join(comma_separated(rows)).decode())))


def test_a_table_is_utf_8_without_a_mark_before_it_and_comes_back_as_it_was():
    rows = [["Perché", 'detto "Ada", e poi'], ["due\nrighe", ""]]
    assert next(comma_separated(rows)).startswith("Perché".encode())
    assert read(*rows) == rows


@pytest.mark.parametrize("words", ["=1+1", "+39 051", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1+1"])
def test_words_are_never_taken_for_a_formula(words):
    assert read([words, "x"]) == [[f"'{words}", "x"]]


def test_figures_stay_figures():
    assert read([-3, 12.5, "a-b", "ada+caffe@example.it"]) == [["-3", "12.5", "a-b", "ada+caffe@example.it"]]

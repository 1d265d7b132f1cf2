# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables as files: what stands in them, and what a spreadsheet makes of it."""

import codecs
import csv
import io

import pytest

from insieme.foundation.tables import comma_separated


def read(*rows):
    return list(csv.reader(io.StringIO(b"".join(comma_separated(rows)).decode("utf-8-sig"))))


def test_a_table_is_utf_8_says_so_and_comes_back_as_it_was():
    rows = [["Perché", 'detto "Ada", e poi'], ["due\nrighe", ""]]
    assert b"".join(comma_separated(rows)).startswith(codecs.BOM_UTF8 + '"Perché"'.encode())
    assert read(*rows) == rows


@pytest.mark.parametrize("words", ["=1+1", "+39 051", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1+1"])
def test_words_are_never_taken_for_a_formula(words):
    assert read([words, "x"]) == [[f"'{words}", "x"]]


def test_what_was_written_makes_no_cell_of_its_own_where_another_sign_parts_cells():
    assert b"".join(comma_separated([["Anna;=1+1", 3]])) == codecs.BOM_UTF8 + b'"Anna;=1+1",3\r\n'


def test_figures_stay_figures():
    assert read([-3, 12.5, "a-b", "ada+caffe@example.it"]) == [["-3", "12.5", "a-b", "ada+caffe@example.it"]]

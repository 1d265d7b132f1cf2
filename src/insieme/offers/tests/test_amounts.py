# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as people type them: read exactly, or refused; never guessed."""

import contextlib

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation.errors import Invalid
from insieme.offers.rules.amounts import MOST, read_amount, read_numbers, read_percent, read_whole, write_amount, write_percent


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("50", 5000),
        ("50,00", 5000),
        ("50.00", 5000),
        ("19,5", 1950),
        ("1.900", 190_000),
        ("1,900", 190_000),
        ("1.900,50", 190_050),
        ("1,900.50", 190_050),
        ("1 900,50", 190_050),
        ("€ 19,50", 1950),
        ("19,50 EUR", 1950),
        ("0,60", 60),
    ],
)
def test_amounts_of_both_countries_are_read_in_cents(typed, cents):
    assert read_amount(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "-5", "1.900.50", "0,600", "1.9000", "12.34,567", "1e3", "٣", "５０", "fifty", "50 and more", "9" * 16, "\0"]
)
def test_what_could_mean_two_things_is_refused(typed):
    with pytest.raises(Invalid):
        read_amount(typed)


@pytest.mark.parametrize("read", [read_amount, read_whole])
@pytest.mark.parametrize(
    ("typed", "why"), [("-3", "positive"), ("− 3", "positive"), ("1" + "0" * 30, "too large"), ("9" * 120, "too large")]
)
def test_digits_below_zero_or_without_end_are_told_what_is_wrong_with_them(read, typed, why):
    with translation.override("en"), pytest.raises(Invalid, match=why):
        read(typed)


@given(st.integers(0, MOST), st.sampled_from(["it", "en"]))
def test_what_is_written_reads_back_the_same(cents, language):
    assert read_amount(write_amount(cents, language)) == cents


@given(st.integers(1, 10_000), st.sampled_from(["it", "en"]))
def test_percentages_read_back_the_same(hundredths, language):
    assert read_percent(write_percent(hundredths, language)) == hundredths


@given(st.text(max_size=40))
def test_any_text_is_a_number_within_bounds_or_refused(text):
    for read in (read_amount, read_whole, read_percent):
        with contextlib.suppress(Invalid):
            assert 0 <= read(text) <= MOST


@pytest.mark.parametrize("typed", ["0", "100,01", "101", "-1", "12,345"])
def test_a_percentage_lies_above_nothing_and_within_a_hundred(typed):
    with pytest.raises(Invalid):
        read_percent(typed)


def test_numbers_rise_and_stand_once():
    assert read_numbers(" 300, 100;300\u00a0500 ") == [100, 300, 500]


@pytest.mark.parametrize("typed", ["1,-2", "a", "1.5", ",".join("1" * 30), "٣"])
def test_a_list_with_anything_else_is_refused(typed):
    with pytest.raises(Invalid):
        read_numbers(typed)

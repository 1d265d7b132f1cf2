# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in sentences are written as their reader writes them, also where the sentence was made before it had a reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from insieme.foundation.errors import Invalid
from insieme.offers import facts
from insieme.offers.forms.fields import LineField, ProseField
from insieme.offers.rules.pledging import MOST_UNITS, Entry, Terms, judge


@pytest.fixture(params=[("it", "."), ("en", ",")], ids=["Italian", "English"])
def mark(request: pytest.FixtureRequest) -> Iterator[str]:
    """What parts the thousands in the language in force."""
    language, mark = request.param
    with translation.override(language):
        yield mark


def test_a_refusal_parts_the_thousands(mark: str) -> None:
    with translation.override("en" if mark == "." else "it"), pytest.raises(Invalid) as refused:
        judge([Entry("a")], quantity=MOST_UNITS + 1, place="", offers={"a": Terms("a", 1, "buyers", None, 1)}, menu={})
    assert f"100{mark}000" in str(refused.value)


def test_a_line_of_the_record_parts_the_thousands(mark: str) -> None:
    assert f"12{mark}345" in str(facts.CallClosed("caffe", "Caffè", 12_345).sentence())
    assert f"1{mark}000" in str(facts.ChoosingBegan("caffe", "Caffè", ["a"] * 1_000).sentence())


@pytest.mark.parametrize("field", [LineField(max_length=1_000), ProseField(max_length=1_000, rows=3)], ids=["line", "prose"])
def test_a_text_that_is_too_long_is_told_both_numbers(mark: str, field: LineField | ProseField) -> None:
    assert field.clean("x" * 1_000)
    with pytest.raises(ValidationError) as refused:
        field.clean("x" * 1_234)
    assert [f"1{mark}000" in sentence and f"1{mark}234" in sentence for sentence in refused.value.messages] == [True]


def test_a_browser_s_line_ends_take_no_room() -> None:
    assert ProseField(max_length=3, rows=3).clean("a\r\nb") == "a\nb"

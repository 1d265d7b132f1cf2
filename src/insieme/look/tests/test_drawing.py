# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where bars, marks and labels stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.look import drawing


def _percent(words):
    assert words.endswith("%")
    return float(words[:-1])


def test_a_bar_ends_a_quarter_beyond_its_last_mark():
    bar = drawing.bar({"value": 312, "ticks": [{"at": 400, "label": "400"}, {"at": 250, "label": "250"}]})
    assert bar.filled == "62.4%"
    assert [(tick.x, tick.label) for tick in bar.ticks] == [("50.0%", "250"), ("80.0%", "400")]
    assert bar.lines == 1


def test_a_capacity_is_where_the_bar_ends():
    bar = drawing.bar({"value": 90, "capacity": 900, "ticks": [{"at": 900, "label": "900", "kind": "capacity"}]})
    assert (bar.filled, bar.ticks[0].x, bar.ticks[0].anchor) == ("10.0%", "100.0%", "end")


def test_labels_that_would_touch_stand_on_lines_of_their_own():
    ticks = [{"at": at, "label": f"{at} €"} for at in (10_000, 10_100, 10_200)]
    assert [tick.line for tick in drawing.bar({"value": 0, "ticks": ticks}).ticks] == [0, 1, 2]


def test_labels_touch_by_their_edges_not_by_their_middles():
    near, far = ([{"at": 500, "label": "500"}, {"at": at, "label": str(at)}] for at in (560, 600))
    assert [tick.line for tick in drawing.bar({"value": 0, "capacity": 1000, "ticks": near}).ticks] == [0, 1]
    assert [tick.line for tick in drawing.bar({"value": 0, "capacity": 1000, "ticks": far}).ticks] == [0, 0]


@pytest.mark.parametrize(
    "quorum", [{"value": 0}, {"value": 0, "ticks": [{"at": 0, "label": "0"}]}, {"value": 10**12, "ticks": [{"at": 1, "label": "1"}]}]
)
def test_a_bar_never_leaves_its_frame(quorum):
    bar = drawing.bar(quorum)
    assert 0 <= _percent(bar.filled) <= 100


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_a_chart_holds_every_bar(values):
    chart = drawing.chart({"bars": [(str(index), value) for index, value in enumerate(values)]})
    assert [column.value for column in chart.columns] == values
    for column in chart.columns:
        assert _percent(column.y) + _percent(column.height) == pytest.approx(100)
        assert _percent(column.x) + _percent(column.width) <= 100
    assert chart.scale[0] == ("100.0%", 0)
    assert chart.scale[-1][1] >= max(values, default=0)
    assert len(chart.scale) <= drawing.MARKS + 1
    assert sum(column.shown for column in chart.columns) <= drawing.NAMES

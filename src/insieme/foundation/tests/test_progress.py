# SPDX-License-Identifier: AGPL-3.0-or-later
"""Progress: shown on a terminal, silent in a pipe, and nothing passed on is changed."""

from __future__ import annotations

import io

import pytest

from insieme.foundation.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_nothing():
    out = io.StringIO()
    assert list(shown("abc", total=3, what="Letters", out=out)) == ["a", "b", "c"]
    assert not out.getvalue()


def test_a_terminal_sees_how_far_it_has_come():
    out = Terminal()
    assert list(shown("abc", total=3, what="Letters", out=out)) == ["a", "b", "c"]
    assert "1/3" in out.getvalue()
    assert out.getvalue().endswith("] 3/3\n")


def test_who_stops_half_way_is_left_on_a_line_of_its_own():
    out = Terminal()
    passing = shown("abc", total=3, what="Letters", out=out)
    assert [next(passing), next(passing)] == ["a", "b"]
    with pytest.raises(KeyboardInterrupt):
        passing.throw(KeyboardInterrupt)
    assert out.getvalue().endswith("\n")
    assert "3/3" not in out.getvalue()


def test_nothing_to_do_is_no_fault():
    out = Terminal()
    assert list(shown([], total=0, what="Letters", out=out)) == []

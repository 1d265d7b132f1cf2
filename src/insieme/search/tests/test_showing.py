# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes first, what is shown of it, and what may have been meant."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.offers.tests.makers import MEANWHILE
from insieme.search.rules.asking import read
from insieme.search.rules.guessing import COMPARED, GUESSED, candidates, likeness, meant, nearest
from insieme.search.rules.ranking import Candidate, order
from insieme.search.rules.snippets import LENGTH, marked, snippet
from insieme.search.rules.words import stemmed


def candidate(pk, title, *, kind="call", days=0, is_open=False):
    until = MEANWHILE + timedelta(days=1) if is_open else None
    return Candidate(pk, kind, stemmed(title), MEANWHILE - timedelta(days=days), until)


BETTER = [
    (candidate(1, "Il caffè degli uffici"), candidate(2, "Il pane degli uffici")),
    (candidate(1, "Caffè"), candidate(2, "Caffè, tè, biscotti, pane e altro ancora")),
    (candidate(1, "Caffè", is_open=True), candidate(2, "Caffè")),
    (candidate(1, "Caffè", days=2), candidate(2, "Caffè", days=200)),
    (candidate(1, "Caffè"), candidate(2, "Caffè", kind="entry")),
    (candidate(2, "Caffè"), candidate(1, "Caffè")),
]


@pytest.mark.parametrize(("first", "second"), BETTER)
def test_what_is_called_so_is_open_and_is_new_comes_first(first, second):
    for found in ([first, second], [second, first]):
        assert order(found, read("caffè"), now=MEANWHILE) == [first, second]


def test_what_was_asked_is_marked_in_its_other_forms():
    pieces = marked("Le offerte e l'Offerta", read("offerta"))
    assert [piece.text for piece in pieces if piece.found] == ["offerte", "Offerta"]


def test_what_begins_as_asked_is_marked():
    assert [piece.text for piece in marked("Biciclette e bicchieri", read("bici")) if piece.found] == ["Biciclette"]


@given(st.text(), st.text(max_size=20))
def test_marking_changes_no_letter(text, typed):
    assert "".join(piece.text for piece in marked(text, read(typed))) == text


@given(st.lists(st.sampled_from(["caffè", "pane", "uva", "x" * 30]), max_size=80))
def test_a_snippet_is_short_and_shows_what_was_asked(listed):
    text = " ".join(listed)
    pieces = snippet(text, read("caffè"))
    assert sum(len(piece.text) for piece in pieces) <= LENGTH + len("… ") + len(" …")
    assert any(piece.found for piece in pieces) == ("caffè" in listed)


def test_a_long_word_does_not_hide_what_was_asked():
    text = "a" * 400 + " caffè " + "b" * 400
    assert [piece.text for piece in snippet(text, read("caffè")) if piece.found] == ["caffè"]


GUESSES = [("enrgia", "energia"), ("cafe", "caffe"), ("caffe", "caffe"), ("bicilette", "biciclette"), ("xyzzy", "")]


@pytest.mark.parametrize(("typed", "wanted"), GUESSES)
def test_a_word_near_to_what_was_typed_is_guessed(typed, wanted):
    assert nearest(typed, ["biciclette", "caffe", "energia", "pane"]) == wanted


def test_only_what_is_not_known_is_guessed():
    assert meant(read("enrgia pane"), ["energia", "pane"]) == "energia pane"
    assert meant(read("energia pane"), ["energia", "pane"]) == ""


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_likeness_has_no_side(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


class Counted(Sequence):
    """Sorted words that count how often one of them is read."""

    def __init__(self, words):
        self.words, self.read = sorted(words), 0

    def __len__(self):
        return len(self.words)

    def __getitem__(self, at):
        found = self.words[at]
        self.read += len(found) if isinstance(at, slice) else 1
        return found


@pytest.mark.parametrize("typed", [" ".join(f"parola{each}x" for each in range(20)), "p" * 200, "par " * 50])
def test_whatever_is_typed_little_is_compared(typed):
    known = Counted({f"parola{number}" for number in range(10_000)} | {f"pane{number}" for number in range(10_000)} | {"zucca"})
    meant(read(typed[:200]), known)
    assert known.read <= GUESSED * COMPARED + 50 * 5 * 16


def test_a_word_is_compared_with_those_that_begin_alike():
    known = sorted({*(f"ca{number}" for number in range(3_000)), *(f"co{number}" for number in range(50)), "energia"})
    assert candidates("enrgia", known) == ["energia"]
    assert len(candidates("comune", known)) == 50
    assert len(candidates("casa", known)) == COMPARED
    assert candidates("zucca", known) == []
    assert meant(read("enrgia " + "x" * 40), known) == "energia " + "x" * 40

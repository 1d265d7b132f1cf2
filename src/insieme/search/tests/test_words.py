# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words: what finds what, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.search.rules.asking import read
from insieme.search.rules.words import EMPTY, SEAM, fold, readings, stemmed, token, words

FINDS = [
    ("offerta", "Le offerte migliori"),
    ("offerte", "Un'offerta sola"),
    ("caffe", "Il caffè dei nostri uffici"),
    ("CAFFÈ", "caffe"),
    ("energia", "Risparmio sull'energia elettrica"),
    ("impegni", "Il nostro impegno"),
    ("panel", "Solar panels on every roof"),
    ("deliveries", "One delivery a week"),
    ("promised", "They promise"),
    ('"pannelli solari"', "Pannelli solari sulla scuola"),
    ('"solar panels"', "A solar panel"),
    ("e-mail", "Scrivici per e-mail"),
    ("tè verde", "Il te' verde"),
]
MISSES = [
    ("tetto", "Le offerte migliori"),
    ('"solari pannelli"', "Pannelli solari sulla scuola"),
    ("caffè tè", "Il caffè"),
]


@pytest.mark.parametrize(("typed", "text"), FINDS)
def test_a_word_is_found_in_its_other_forms(typed, text):
    asked = read(typed)
    assert asked.wanted
    assert all(term.stands_in(stemmed(text)) for term in asked.wanted)


@pytest.mark.parametrize(("typed", "text"), MISSES)
def test_what_is_not_there_is_not_found(typed, text):
    assert not all(term.stands_in(stemmed(text)) for term in read(typed).wanted)


def test_words_that_say_nothing_are_left_out():
    assert words("Il caffè di the office") == ["caffe", "office"]
    assert not words(" ".join(EMPTY))


def test_no_phrase_goes_from_one_reading_into_the_other():
    text = "offerte migliori"
    assert SEAM in stemmed(text)
    assert not any(term.stands_in(stemmed(text)) for term in read('"migliori offerte"').wanted)


@given(st.text())
def test_folding_again_changes_nothing_of_the_words(text):
    assert words(fold(text)) == words(text)


@given(st.text(alphabet="abcdefghilmnopqrstuvzàèéìòù'", min_size=2, max_size=20))
def test_every_text_is_found_by_its_own_words(text):
    wanted = read(text).wanted
    assert all(term.stands_in(stemmed(text)) for term in wanted)


@given(st.text(max_size=40))
def test_the_readings_have_a_stem_for_each_word(text):
    listed = words(text)
    assert all(len(reading) == len(listed) for reading in readings(listed))


def test_a_mark_is_letters_and_digits_alone():
    assert token("region", "Valle d'Aosta/Vallée d'Aoste") == "regionvalledaostavalleedaoste"

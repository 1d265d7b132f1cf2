# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody means by what they type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.search.rules.asking import MOST, for_postgresql, for_sqlite, read

SHAPES = [
    ("caffè", 1, 0),
    ("caffè forte", 2, 0),
    ("caffè caffè", 1, 0),
    ('"caffè forte"', 1, 0),
    ("«caffè forte» qui vicino", 3, 0),
    ("caffè -capsule", 1, 1),
    ('caffè -"in capsule"', 1, 1),
    ("-capsule", 0, 1),
    ("e-mail", 1, 0),
    ('"non chiuso', 1, 0),
    ("di il la", 0, 0),
    ("", 0, 0),
    ('"" - -- "', 0, 0),
    (" ".join(f"parola{n}" for n in range(20)), MOST, 0),
]


@pytest.mark.parametrize(("typed", "wanted", "unwanted"), SHAPES)
def test_what_is_typed_is_read_as_terms(typed, wanted, unwanted):
    asked = read(typed)
    assert (len(asked.wanted), len(asked.unwanted)) == (wanted, unwanted)


def test_words_that_stand_in_every_text_are_known_as_such():
    assert read("il di the").too_common
    assert not read("il caffè").too_common
    assert not read("").too_common


def test_words_behind_each_other_are_a_phrase():
    assert read('caffè "grani antichi"').has_phrase
    assert read("anti-spreco").has_phrase
    assert not read("grani antichi").has_phrase
    assert not read('caffè -"grani antichi"').has_phrase


def test_each_database_gets_its_own_words_for_the_same():
    asked = read('"offerte buone" -prezzi')
    assert for_sqlite(asked, ["kindcall"]) == (
        '({heading body} : ("offert buon" OR "offert buon") AND marks : "kindcall") NOT ({heading body} : ("prezz" OR "prezzi"))'
    ).replace('"offert buon" OR "offert buon"', " OR ".join(f'"{" ".join(each)}"' for each in asked.wanted[0].readings))
    assert for_postgresql(asked, ["kindcall"]).endswith(" & kindcall:D & !(prezz:AB | prezzi:AB)")
    assert for_sqlite(read("caffè"), heading=True).startswith("(heading : (")
    assert ":A " in f"{for_postgresql(read('caffè'), heading=True)[:-1]} "


def test_only_the_last_word_may_be_unfinished():
    for typed, begins in [
        ("caffè gra", "gra"),
        ("l'energ", "energ"),
        ("caffè gr", ""),
        ('gra "caffè"', ""),
        ("caffè -gra", ""),
        ("anti-spreco", ""),
    ]:
        assert [term.begins for term in read(typed).wanted if term.begins] == ([begins] if begins else [])
        assert read(typed).is_begun == bool(begins)
    asked = read("caffè gra")
    assert for_sqlite(asked).endswith(' OR "gra" *))')
    assert for_postgresql(asked).endswith(" | gra:*AB)")
    assert "*" not in for_sqlite(asked.whole()) + for_postgresql(asked.whole())


def test_loosely_some_words_will_do_but_marks_must_be_there():
    asked = read("caffè pan -uva").loose()
    assert ' AND marks : "open" AND marks : (kindcall OR kindoffer)) NOT (' in for_sqlite(asked, ["open"], some=["kindcall", "kindoffer"])
    assert for_sqlite(asked).count(" AND ") == 0
    assert " & open:D & (kindcall:D | kindoffer:D) & !(uva:AB" in for_postgresql(asked, ["open"], some=["kindcall", "kindoffer"])


@given(st.text())
def test_nothing_that_is_typed_reaches_the_database_but_letters_and_digits(text):
    asked = read(text)
    stems = {stem for term in (*asked.wanted, *asked.unwanted) for reading in term.readings for stem in reading}
    assert all(stem.isalnum() for stem in stems)
    assert all(term.begins.isalnum() for term in asked.wanted if term.begins)

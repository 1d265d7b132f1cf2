# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changed between two revisions, which of them say the same, when an offer may be revised, which lines of a list count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation.errors import Invalid
from insieme.offers.rules.phases import may_revise
from insieme.offers.rules.pledging import Entry, Terms, counting, judge
from insieme.offers.rules.revisions import NothingChanged, alike, changes, digest_of, judge_revision, marked
from insieme.offers.tests.makers import CHOOSING, DAY, MEANWHILE, REVISED

WORDS = {
    "product": "Arabica, consegna settimanale",
    "price_minor": 1950,
    "currency": "EUR",
    "quorum": 2,
    "quorum_unit": "buyers",
    "capacity": None,
    "commitment": "Pannelli solari",
    "basis": "takings",
    "tiers": [{"threshold": 2, "percent_hundredths": 1200, "amount_minor": None, "what": ""}],
    "proof": "Fattura",
    "proof_by": "2027-03-31",
    "terms": "",
}


def test_what_changed_is_told_in_the_order_in_which_one_reads_and_spaces_say_nothing():
    after = WORDS | {"terms": "Disdetta libera", "price_minor": 1800, "product": "Arabica,  consegna\nsettimanale"}
    assert [(each.name, each.before, each.after) for each in changes(WORDS, after)] == [
        ("price_minor", 1950, 1800),
        ("terms", "", "Disdetta libera"),
    ]
    assert [each.name for each in changes(WORDS, WORDS | {"tiers": []})] == ["tiers"]
    assert digest_of(WORDS) != digest_of(after)


def test_revisions_that_say_the_same_are_alike():
    cheaper = WORDS | {"price_minor": 1800}
    assert alike({1: WORDS, 2: cheaper, 3: WORDS | {"proof": " Fattura "}}, WORDS) == [1, 3]
    assert alike({1: WORDS}, cheaper) == []


def test_a_revision_changes_something_and_never_what_is_counted_once_people_choose():
    with pytest.raises(NothingChanged):
        judge_revision(WORDS, WORDS | {"proof": " Fattura"}, chosen=False)
    judge_revision(WORDS, WORDS | {"quorum_unit": "units"}, chosen=False)
    with pytest.raises(Invalid) as refused:
        judge_revision(WORDS, WORDS | {"quorum_unit": "units"}, chosen=True)
    assert set(refused.value.fields) == {"quorum_unit"}


@given(before=st.text("ab c\n", max_size=60), after=st.text("ab c\n", max_size=60))
def test_the_marked_text_holds_both_texts_word_for_word(before, after):
    pieces = marked(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "in").split() == before.split()


def test_words_are_marked_and_not_letters():
    pieces = [(piece.kind, piece.text) for piece in marked("Pannelli sulla scuola", "Pannelli nuovi sulla palestra")]
    assert ("in", " nuovi") in pieces
    assert ("out", "scuola") in pieces
    assert ("in", "palestra") in pieces
    assert ("same", "Pannelli") in pieces


@pytest.mark.parametrize(
    ("phase", "until", "now", "may"),
    [
        ("open", CHOOSING, DAY, True),
        ("choosing", CHOOSING, MEANWHILE, False),
        ("choosing", REVISED, MEANWHILE, True),
        ("choosing", REVISED, REVISED, False),
        ("open", REVISED, CHOOSING + timedelta(days=1), True),
        ("draft", REVISED, DAY, False),
        ("closed", REVISED, MEANWHILE, False),
        ("cleared", REVISED, MEANWHILE, False),
    ],
)
def test_when_an_offer_may_be_revised(phase, until, now, may):
    assert may_revise(phase, until=until, now=now) is may


def test_only_lines_made_for_the_words_in_force_count_and_keep_their_place():
    offers = {"a": Terms("a", 2, "buyers", None, 100, revision=3, alike=(1, 3)), "b": Terms("b", 2, "buyers", None, 100)}
    entries = [Entry("a", revision=2), Entry("b"), Entry("a"), Entry("a", revision=3, at_least=5)]
    assert [place for place, _entry in counting(entries, offers)] == [1, 2, 3]


def test_a_line_for_older_words_is_refused_at_its_place():
    offers = {"a": Terms("a", 2, "buyers", None, 100, name="Torrefazione", revision=2, alike=(2,))}
    with pytest.raises(Invalid) as refused:
        judge([Entry("a")], quantity=1, place="", offers=offers, menu={})
    assert "Torrefazione" in str(refused.value.fields["entry-1"])
    judge([Entry("a", revision=2)], quantity=1, place="", offers=offers, menu={})


def test_the_first_revision_is_not_written_out():
    assert Entry("a").as_json() == {"offer": "a"}
    assert Entry.from_json({"offer": "a"}) == Entry("a", revision=1)
    assert Entry.from_json(Entry("a", 300, None, 2).as_json()) == Entry("a", 300, None, 2)

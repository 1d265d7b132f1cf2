# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found, by words and filters, on the database itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.offers.tests.makers import a_call
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.tests.makers import a_person, a_place, as_actor
from insieme.search.models import Kind
from insieme.search.queries import Filters, did_you_mean, find, suggestions
from insieme.search.queries.finding import LAST, PAGE
from insieme.search.rules.asking import read
from insieme.search.tasks import refresh_pages
from insieme.search.tests.makers import MEANWHILE, found, known, titles, voices

pytestmark = pytest.mark.django_db
NASTY = [
    "'",
    '"',
    '"a" OR "b"',
    "NEAR(a b)",
    "a* b:c",
    "{heading} : x",
    "a & b | !c",
    "x <-> y",
    "\\",
    "%s %(x)s",
    "AND",
    "NOT caffè",
    "-",
    "a\0b",
]


def test_all_words_must_be_there():
    a_call(title="Farina di grani antichi")
    a_call(title="Farina di castagne")
    known()
    assert len(titles("farina", kind="call")) == 2
    assert titles("farina castagna", kind="call") == ["Farina di castagne"]
    assert titles("farina -castagne", kind="call") == ["Farina di grani antichi"]
    assert titles('"grani antichi"', kind="call") == ["Farina di grani antichi"]
    assert titles('"antichi grani"', kind="call") == []


def test_what_is_called_so_comes_before_what_speaks_of_it():
    a_call(title="Pane di Altamura", summary="Con farina buona")
    a_call(title="Farina di castagne")
    a_call(title="Uova", summary="Per chi ha la farina")
    known()
    assert titles("farina", kind="call")[0] == "Farina di castagne"
    assert len(titles("farina", kind="call")) == 3


def test_a_name_is_found_behind_a_hundred_that_speak_of_it():
    a_call(title="Farina di castagne")
    known()
    voices(120, text="La farina", title="Domanda")
    assert titles("farina")[0] == "Farina di castagne"


def test_the_last_word_may_be_a_beginning():
    a_call(title="Biciclette in prestito", summary="Per chi pedala")
    a_call(title="Binari")
    known()
    for typed in ("bici", "in bici", "biciclett", "prestito bici", "BICÌ", "pedal"):
        assert titles(typed, kind="call") == ["Biciclette in prestito"]
    assert titles("pede") == titles("bi") == titles('"bici"') == titles("-biciclette bici") == titles("0sea") == []
    assert found("bici").counts[Kind.CALL] == 1


def test_a_word_comes_before_one_that_only_begins_so():
    a_call(title="Pannelli")
    a_call(title="Pane")
    a_call(title="Panettoni")
    known()
    assert titles("pan", kind="call") == ["Pane", "Panettoni", "Pannelli"]
    assert titles("pane", kind="call") == ["Pane", "Panettoni"]


def test_what_was_said_is_found_by_a_beginning_where_nothing_else_is():
    voices(2, text="La bicicletta è buona", title="Ciclofficina")
    assert len(titles("bici")) == len(titles("ciclo")) == 2
    a_call(title="Biciclette in prestito")
    known()
    assert titles("bici", kind="voice") == []


def test_where_no_call_offer_or_organisation_has_all_words_those_with_some_are_found():
    for title in ("Il caffè degli uffici", "Torrefazione cercasi", "Pane"):
        a_call(title=title, summary="Se ne cerca", need="Serve a molti.")
    known()
    voices(1, text="Il caffè della torrefazione", title="Caffè e torrefazione")
    answer = found("caffè torrefazione")
    assert answer.loosely
    assert (answer.counts[Kind.CALL], answer.counts[Kind.VOICE]) == (2, 1)
    assert [each.kind for each in answer.results] == ["call", "call", "voice"]
    assert set(titles("caffè torrefaz", kind="call")) == {"Il caffè degli uffici", "Torrefazione cercasi"}
    assert titles("caffè torrefazione -uffici", kind="call") == ["Torrefazione cercasi"]
    assert not found("caffè uffici").loosely
    assert not found("zucca zenzero").loosely
    assert not found("caffè torrefazione", category="energy").total


def test_filters_narrow():
    near, far = a_place("037006"), a_place("058091")
    a_call(title="Farina qui", place=near.pk)
    a_call(title="Farina là", place=far.pk, category="energy")
    a_call(title="Farina ovunque")
    known()
    assert titles("farina", kind="call", near=(near.code, "", "")) == ["Farina qui"]
    assert titles("farina", kind="call", near=("", far.province, "")) == ["Farina là"]
    assert titles("farina", kind="call", near=("", "", near.region)) == ["Farina qui"]
    assert titles("farina", kind="call", category="energy") == ["Farina là"]
    assert titles("", kind="call", category="energy") == ["Farina là"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the other database has one way alone")
def test_a_phrase_is_looked_up_in_the_index_of_words_however_common_these_are():
    voices(2000, text="Il mulino di grano duro. La farina di Verona")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")
        # So few rows may be cheaper to read one after the other, as the rows of other tests have left the index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            assert found('"duro mulino"', kind="voice").total == 0
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = "\n".join(row for (row,) in cursor)
    assert "Index Scan Backward" not in plan, plan
    assert "search_document_words" in plan, plan


def test_nothing_asked_is_nothing_found():
    a_call()
    known()
    assert found("").total == 0
    assert found("", kind="call").total == 0
    assert found("di il la").total == 0


def test_numbers_are_counted_as_far_as_a_hundred():
    voices(130)
    answer = found("caffè")
    assert answer.counts[Kind.VOICE] == answer.most + 1
    assert answer.pages == LAST
    assert answer.is_cut


def test_the_list_has_an_end():
    voices(130)
    last = found("caffè", page=LAST)
    assert len(last.results) == PAGE
    assert found("caffè", page=99).page == LAST
    shown = [each.path for page in range(1, LAST + 1) for each in found("caffè", page=page).results]
    assert len(set(shown)) == PAGE * LAST


@pytest.mark.parametrize("typed", NASTY)
def test_no_words_break_the_question(typed):
    voices(1, text="AND NOT NEAR caffè")
    assert found(typed).total in {0, 1}


@pytest.mark.parametrize("count", [1, 5])
def test_a_search_takes_as_many_queries_for_one_as_for_five(count, django_assert_num_queries):
    voices(count)
    with django_assert_num_queries(3):  # by whole words, by what the last one begins, and the documents
        assert len(find(read("caffè"), Filters(), now=MEANWHILE).results) == count


@pytest.mark.parametrize("count", [1, 5])
def test_calls_and_their_entries_take_one_query_more_however_many(count, django_assert_num_queries):
    for _each in range(count):
        a_call()
    known()
    with django_assert_num_queries(4):
        found = find(read("caffè"), Filters(), now=MEANWHILE).results
    assert len(found) == min(3 * count, 10)  # it, that it opened, that its interests were declared; ten a page


def test_titles_are_suggested_while_somebody_types(django_assert_num_queries):
    a_call(title="Farina di grani antichi")
    a_call(title="Fagioli")
    known()
    with django_assert_num_queries(1):
        assert [each.title for each in suggestions("far")] == ["Farina di grani antichi"]
        assert [each.title for each in suggestions("FAR")] == ["Farina di grani antichi"]
    assert [each.title for each in suggestions("fa")] == ["Fagioli", "Farina di grani antichi"]
    assert [each.title for each in suggestions("farina gra")] == ["Farina di grani antichi"]
    assert suggestions("f") == suggestions("zz") == suggestions("") == []


def test_who_has_just_withdrawn_is_not_suggested():
    person = a_person("Ada Farinelli", handle="ada-f")
    add_about_oneself(by=as_actor(person), findable=True)
    refresh_pages(MEANWHILE)
    assert [each.title for each in suggestions("farin")] == ["Ada Farinelli"]
    add_about_oneself(by=as_actor(person), findable=False)
    assert suggestions("farin") == []


def test_what_people_say_is_not_suggested():
    voices(3)
    assert suggestions("caff") == []


def test_a_word_that_nobody_used_is_guessed():
    a_call(title="Farina di grani antichi")
    a_person()
    known()
    assert did_you_mean(read("farrina")) == "farina"
    assert did_you_mean(read("farina")) == ""

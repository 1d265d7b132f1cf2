# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of a search and its suggestions, for everybody."""

import pytest
from django.test import Client

from insieme.offers.tests.makers import a_call
from insieme.people.tests.makers import a_person, a_place, signed_in
from insieme.search.tests.makers import known, voices

pytestmark = pytest.mark.django_db
PAGE, SUGGEST = "/search/", "/search/suggest/"


@pytest.fixture
def somebody():
    return signed_in(Client(), a_person(place=a_place()))


def page(client, **asked):
    return client.get(PAGE, asked, headers={"accept-language": "en"})


def test_without_words_it_says_what_one_can_do(client):
    answer = page(client)
    assert answer.status_code == 200
    assert "A minus leaves out" in answer.text
    assert "Nothing was found" not in answer.text


def test_what_is_found_is_marked_and_counted(client):
    a_call(title="Farina di grani antichi", summary="<b>Farine</b> & co")
    known()
    answer = page(client, q="farina")
    assert "<mark>Farina</mark> di grani antichi" in answer.text
    assert "<mark>Farine</mark>" in answer.text
    assert "<b>" not in answer.text.partition('class="results"')[2].partition("</ol>")[0]
    assert 'Calls<span class="count">1</span>' in answer.text


def test_what_has_only_some_of_the_words_is_told_to_be_so(client):
    a_call(title="Farina di grani antichi")
    known()
    voices(1, text="La farina di zucca")
    told = "No call, offer or organisation has all these words; these have some."
    answer = page(client, q="farina zucca")
    assert told in answer.text
    assert "di grani antichi" in answer.text
    assert told not in page(client, q="farina zucca", kind="voice").text
    assert told not in page(client, q="farina antichi").text
    some = client.get("/api/v1/search", {"q": "farina zucca"}).json()
    assert (some["loosely"], some["counts"]["call"]) == (True, 1)


def test_a_kind_is_a_tab_and_filters_stay(client):
    a_call(title="Farina di grani antichi")
    known()
    answer = page(client, q="farina", kind="entry", category="")
    assert "kind=call" in answer.text
    assert '<input type="hidden" name="kind" value="entry">' in answer.text


def test_pages_go_on_and_end(client):
    voices(130)
    first, last = page(client, q="caffè"), page(client, q="caffè", page=10)
    assert 'count">100+</span>' in first.text
    assert "page=2" in first.text
    assert "The list ends here" not in first.text
    assert "page=9" in last.text
    assert "The list ends here" in last.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "x"),
        ("page", "-1"),
        ("page", "9999999999"),
        ("page", "²"),
        ("kind", "no"),
        ("category", "no"),
        ("near", "no"),
        ("q", "x" * 5000),
    ],
)
def test_what_makes_no_sense_is_no_fault(client, name, value):
    voices(1)
    assert page(client, **({"q": "caffè"} | {name: value})).status_code == 200


def test_near_me_is_where_the_reader_lives(client, somebody):
    a_call(title="Farina qui", place=a_place("037006").pk)
    a_call(title="Farina là", place=a_place("058091").pk)
    known()
    near = page(somebody, q="farina", near="province", kind="call").text
    assert "qui</a>" in near
    assert "là</a>" not in near
    named = page(somebody, q="farina", near="place", place="Roma", kind="call").text
    assert "là</a>" in named
    assert "qui</a>" not in named
    assert "we do not know where you live" in page(client, q="farina", near="place").text


def test_a_place_that_is_not_there_says_so_at_its_field(client):
    voices(1)
    answer = page(client, q="caffè", near="place", place="Bolonia")
    assert answer.status_code == 200
    assert "no municipality of that name" in answer.text


def test_where_nothing_is_found_a_word_is_guessed(client):
    a_call(title="Farina di grani antichi")
    known()
    answer = page(client, q="farrina")
    assert 'Did you mean <a href="?q=farina">farina</a>' in answer.text
    assert "Nothing was found" in answer.text


def test_common_words_alone_are_told_apart_from_nothing_found(client):
    answer = page(client, q="di il la")
    assert "These words stand in every text" in answer.text
    assert "Nothing was found" not in answer.text


def test_suggestions_are_options_that_lead_somewhere(client):
    call = a_call(title="Farina <di> grani")
    known()
    answer = client.get(SUGGEST, {"q": "far"})
    assert f'data-href="/calls/{call.slug}/"' in answer.text
    assert "Farina &lt;di&gt; grani" in answer.text
    assert "Farina" not in client.get(SUGGEST, {"q": "zzz"}).text
    assert client.get(SUGGEST).text.strip() == ""


def test_every_page_has_one_box(client):
    assert client.get("/").text.count('role="combobox"') == 1
    assert page(client).text.count('role="combobox"') == 1
    assert 'action="/search/"' in client.get("/").text


def test_the_page_takes_few_queries(client, django_assert_max_num_queries):
    a_call(title="Farina di grani antichi")
    known()
    with django_assert_max_num_queries(4):
        page(client, q="farina")


def test_strangers_ask_only_so_often(client, somebody, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"search_stranger": "2/m/ip", "suggest_stranger": "3/m/ip"}
    voices(1)
    assert [page(client, q="caffè").status_code for _time in range(3)] == [200, 200, 503]
    assert [client.get(SUGGEST, {"q": "caff"}).status_code for _time in range(4)] == [200, 200, 200, 503]
    assert [page(somebody, q="caffè").status_code for _time in range(3)] == [200] * 3

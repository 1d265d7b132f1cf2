# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a pledge: rank, read what follows, confirm once; changing and taking back."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions
from insieme.offers.models import Pledge
from insieme.offers.tests.makers import CLOCK, CLOSES, MEANWHILE, a_call, a_choice, a_pledge, an_offer, choosing
from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)


@pytest.fixture
def person(client):
    made = a_person()
    client.force_login(made)
    return made


def ranked(*offers, confirm=True, **more):
    sent = {f"place-{offer.ref}": str(place) for place, offer in enumerate(offers, start=1)}
    return sent | ({"confirm": "1"} if confirm else {}) | {"seen": "0", "quantity": "2"} | more


@pytest.mark.parametrize(("quorums", "words"), [((2,), "Choose it and pledge"), ((2, 3), "Put them in order and pledge")])
def test_a_single_offer_is_chosen_and_not_put_in_order(client, quorums, words):
    call, offers = a_choice(*quorums)
    for page in ("", "pledge/", f"offers/{offers[0].ref}/", "offers/compare/"):
        assert words in client.get(f"/calls/{call.slug}/{page}", headers={"accept-language": "en"}).content.decode()


def test_one_ranks_reads_what_follows_and_confirms(client, person):
    call, (first, second) = a_choice(2, 3)
    address = f"/calls/{call.slug}/pledge/"
    assert client.get(address).status_code == 200
    preview = client.post(address, ranked(second, first, confirm=False, **{f"if-{second.ref}": "300:"}))
    assert preview.status_code == 200
    assert not Pledge.objects.exists()
    assert "39,00" in preview.content.decode()
    for place in (f'name="place-{second.ref}" value="1"', f'name="if-{second.ref}" value="300:"'):
        assert place in preview.content.decode()
    done = client.post(address, ranked(second, first, **{f"if-{second.ref}": "300:"}))
    pledge = Pledge.objects.get()
    assert (done.status_code, done.url) == (303, f"/pledges/{pledge.ref}/")
    assert pledge.entries == [{"offer": second.ref, "at_least": 300}, {"offer": first.ref}]
    assert (pledge.quantity, pledge.person_id) == (2, person.pk)


def test_the_same_click_twice_is_one_pledge(client, person):
    call, (offer,) = a_choice(2)
    answers = [client.post(f"/calls/{call.slug}/pledge/", ranked(offer)) for _twice in range(2)]
    assert answers[0].url == answers[1].url
    assert Pledge.objects.filter(person_id=person.pk).count() == 1


def test_who_is_not_signed_in_comes_back_with_what_they_chose(client):
    call, (first, second) = a_choice(2, 3)
    away = client.post(f"/calls/{call.slug}/pledge/", ranked(second, first, **{f"if-{second.ref}": "300:"}))
    assert away.status_code == 303
    assert away.url.startswith("/sign-in/?next=")
    client.force_login(a_person())
    back = client.get(client.get(away.url).url if client.get(away.url).status_code == 302 else _next(away.url))
    assert back.context["ranking"].entries[0].as_json() == {"offer": second.ref, "at_least": 300}
    assert back.context["ranking"].quantity == 2
    assert not Pledge.objects.exists()


def _next(address):
    from urllib.parse import parse_qs, urlsplit  # noqa: PLC0415 - one test alone asks

    return parse_qs(urlsplit(address).query)["next"][0]


def in_english(client, answer):
    """The page to which the language button of this one leads."""
    form = re.search(r'<form class="language".*?</form>', answer.content.decode(), re.DOTALL)[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)">', form)}
    return client.get(client.post("/language/", fields | {"language": "en"}).url)


@pytest.mark.usefixtures("person")
def test_the_other_language_keeps_the_ranking_on_every_answer(client):
    call, (first, second) = a_choice(2, 3)
    address = f"/calls/{call.slug}/pledge/"
    sent = ranked(second, first, confirm=False, new=first.ref, **{f"if-{second.ref}": "300:"})
    for more, template in (
        ({}, "pledge_confirm"),
        ({"change": "1"}, "pledge"),
        ({"again": second.ref}, "pledge"),
        ({"quantity": "due"}, "pledge"),
    ):
        here = client.post(address, sent | more)
        there = in_english(client, here)
        assert '<html lang="en">' in there.content.decode()
        assert f"offers/{template}.html" in [each.name for each in there.templates]
        assert there.context["ranking"] == here.context["ranking"]
        assert there.status_code == here.status_code
    assert not Pledge.objects.exists()


def test_the_other_language_does_not_hide_that_the_pledge_has_moved(client, person):
    call, (first, second) = a_choice(2, 3)
    page = client.post(f"/calls/{call.slug}/pledge/", ranked(second, confirm=False))
    a_pledge(call, first, by=person)
    assert in_english(client, page).context["ranking"].seen == 0


def test_an_address_with_something_behind_it_still_shows_the_pledge(client, person):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer, by=person)
    assert client.get(f"/calls/{call.slug}/pledge/?from=a-friend").context["ranking"].items == [offer.ref]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "9" * 30},
        {"quantity": "٣"},
        {"quantity": ""},
        {"quantity": "1,5"},
        {"place-nothere": "1"},
    ],
)
@pytest.mark.usefixtures("person")
def test_what_cannot_be_counted_is_refused_and_stays(client, sent):
    call, (offer,) = a_choice(2)
    typed = (
        {"seen": "0", "quantity": "2", "confirm": "1"}
        | ({f"place-{offer.ref}": "1"} if sent and "place-nothere" not in sent else {})
        | sent
    )
    answer = client.post(f"/calls/{call.slug}/pledge/", typed)
    assert answer.status_code == 422
    assert answer.context["ranking"].errors
    assert answer.context["ranking"].quantity_text == typed["quantity"]
    assert not Pledge.objects.exists()


def test_what_needs_mending_is_told_once_and_by_its_field(client, person):
    call, (offer,) = a_choice(2)
    english = {"accept-language": "en"}
    page = client.post(f"/calls/{call.slug}/pledge/", ranked(offer, quantity="-3"), headers=english).content.decode()
    assert '<a href="#quantity">How many</a>: Write a positive number' in page
    assert page.count("Write a positive number") == 2, "above the form and at its field"
    assert "up to five" not in page, "there is one offer"
    live = client.get(f"/calls/{call.slug}/pledge/what-if/", ranked(offer, quantity="-3"), headers=english).content.decode()
    assert "<b>How many</b>: Write a positive number" in live


def test_only_who_has_a_pledge_is_told_how_to_take_it_back(client, person):
    call, (offer,) = a_choice(2)
    way = f'href="/calls/{call.slug}/pledge/withdraw/"'
    assert way not in client.post(f"/calls/{call.slug}/pledge/", ranked()).content.decode()
    a_pledge(call, offer, by=person)
    assert way in client.post(f"/calls/{call.slug}/pledge/", ranked(seen="1")).content.decode()


def test_the_most_one_may_be_asked_for_is_told_with_what_it_is_for(client):
    call, (offer,) = a_choice(2)
    page = client.post(f"/calls/{call.slug}/pledge/", ranked(offer, confirm=False), headers={"accept-language": "en"}).content.decode()
    assert f"For 2 {call.unit} in all you will be asked for at most <b>€39.00</b>, once" in page


@pytest.mark.parametrize("condition", ["301:", ":51", "x", "-1:", "9999999999999:", "300:2:1"])
@pytest.mark.usefixtures("person")
def test_a_condition_that_is_not_in_the_menu_is_said_at_its_line(client, condition):
    call, (offer,) = a_choice(2)
    answer = client.post(f"/calls/{call.slug}/pledge/", ranked(offer, **{f"if-{offer.ref}": condition}))
    assert answer.status_code == 422
    assert offer.ref in answer.context["ranking"].errors


@pytest.mark.usefixtures("person")
def test_two_lines_with_one_place_and_a_line_that_never_counts_are_said_there(client):
    call, (first, second) = a_choice(2, 3)
    both = client.post(f"/calls/{call.slug}/pledge/", ranked(first) | {f"place-{second.ref}": "1"})
    assert second.ref in both.context["ranking"].errors
    never = client.post(f"/calls/{call.slug}/pledge/", ranked(first) | {f"place-{first.ref}.2": "2", f"if-{first.ref}.2": "300:"})
    assert never.status_code == 422
    assert f"{first.ref}.2" in never.context["ranking"].errors
    assert never.content.decode().count(f'name="place-{first.ref}') == 2


@pytest.mark.usefixtures("person")
def test_an_offer_may_be_ranked_twice_without_javascript(client):
    call, (offer,) = a_choice(2)
    sent = ranked(offer, confirm=False) | {f"if-{offer.ref}": "300:", "again": offer.ref}
    again = client.post(f"/calls/{call.slug}/pledge/", sent)
    assert f'name="place-{offer.ref}.2"' in again.content.decode()
    sent = ranked(offer) | {f"if-{offer.ref}": "300:", f"place-{offer.ref}.2": "2"}
    assert client.post(f"/calls/{call.slug}/pledge/", sent).status_code == 303
    assert Pledge.objects.get().entries == [{"offer": offer.ref, "at_least": 300}, {"offer": offer.ref}]
    shown = client.get(f"/calls/{call.slug}/pledge/").context["ranking"]
    assert shown.items == [offer.ref, f"{offer.ref}.2"]


def test_another_window_s_change_is_shown_before_it_is_replaced(client, person):
    call, (first, second) = a_choice(2, 3)
    a_pledge(call, first, by=person)
    answer = client.post(f"/calls/{call.slug}/pledge/", ranked(second, seen="0"))
    assert answer.status_code == 409
    assert answer.context["standing"]
    assert answer.context["ranking"].seen == 1
    assert answer.context["ranking"].entries[0].offer == second.ref
    assert client.post(f"/calls/{call.slug}/pledge/", ranked(second, seen="1")).status_code == 303


@pytest.mark.usefixtures("person")
def test_at_the_deadline_the_page_says_so(client, monkeypatch):
    call, (offer,) = a_choice(2)
    monkeypatch.setattr(clock, "now", lambda: CLOSES)
    for answer in (client.post(f"/calls/{call.slug}/pledge/", ranked(offer)), client.get(f"/calls/{call.slug}/pledge/")):
        assert answer.status_code == 409
        assert call.title in answer.content.decode()
    assert not Pledge.objects.exists()


def test_the_live_fragment_says_what_follows(client):
    call, (offer,) = a_choice(2)
    said = client.get(f"/calls/{call.slug}/pledge/what-if/", ranked(offer))
    assert "39,00" in said.content.decode()
    assert "<html" not in said.content.decode()
    assert client.get(f"/calls/{call.slug}/pledge/what-if/", {"quantity": "-1"}).status_code == 200


ENGLISH = {"accept-language": "en"}


def test_ones_own_offer_is_not_there_to_be_ranked_and_the_page_says_why(client):
    call, (own, other) = a_choice(2, 2)
    client.force_login(own.owner)
    address, why = f"/calls/{call.slug}/pledge/", f"You act for {own.organisation.name}, so you cannot rank its offer"
    page = client.get(address, headers=ENGLISH).content.decode()
    assert f"place-{own.ref}" not in page
    assert f"place-{other.ref}" in page
    assert why in page
    assert why in client.get(f"{address}what-if/", ranked(own), headers=ENGLISH).content.decode()
    for confirm in (True, False):
        answer = client.post(address, ranked(other, own, confirm=confirm), headers=ENGLISH)
        assert answer.status_code == 422
        assert answer.content.decode().count(why) == 2
        assert re.search(f'name="place-{other.ref}".*?value="1" selected', answer.content.decode(), re.DOTALL)
    assert client.post(address, ranked(other)).status_code == 303


def test_where_there_is_no_offer_but_ones_own_there_is_nothing_to_confirm(client):
    call, (own,) = a_choice(2)
    client.force_login(own.owner)
    page = client.get(f"/calls/{call.slug}/pledge/", headers=ENGLISH).content.decode()
    assert "You act for" in page
    assert "<form class=" not in page.partition("<main")[2].partition("</main")[0]
    offer = client.get(f"/calls/{call.slug}/offers/{own.ref}/", headers=ENGLISH).content.decode()
    assert "Choose it and pledge" not in offer
    assert "You act for" in offer


@pytest.mark.parametrize(("language", "most"), [("it", "100.000"), ("en", "100,000")])
def test_the_most_that_one_may_take_is_written_as_the_reader_writes_numbers(client, language, most):
    call, (offer,) = a_choice(2)
    sent = ranked(offer)
    for quantity in ("100000", "100001"):
        said = client.get(f"/calls/{call.slug}/pledge/what-if/", sent | {"quantity": quantity}, headers={"accept-language": language})
        assert most in said.content.decode()


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=6), st.text(max_size=20), st.text(max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("person")
def test_whatever_is_sent_gets_an_answer(client, sent, quantity, place):
    call, (offer,) = a_choice(2)
    typed = {name.encode("utf-8", "ignore").decode(): text.encode("utf-8", "ignore").decode() for name, text in sent.items()}
    typed |= {"quantity": quantity.encode("utf-8", "ignore").decode(), f"place-{offer.ref}": place.encode("utf-8", "ignore").decode()}
    assert client.post(f"/calls/{call.slug}/pledge/", typed | {"confirm": "1"}).status_code in {303, 409, 422}
    assert client.post(f"/calls/{call.slug}/pledge/", typed).status_code in {200, 422}


def test_a_pledge_is_taken_back_after_being_asked_once(client, person):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer, by=person)
    address = f"/calls/{call.slug}/pledge/withdraw/"
    assert 'name="seen" value="1"' in client.get(address).content.decode()
    assert Pledge.objects.count() == 1
    for _twice in range(2):
        assert client.post(address, {"seen": "1"}).status_code == 303
    assert [pledge.withdrawn for pledge in Pledge.objects.order_by("number")] == [False, True]
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/pledges/", "/pledges/abcdef/", "/calls/new/"])
def test_strangers_are_asked_to_sign_in(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/?next=")


@pytest.mark.usefixtures("person")
def test_a_pledge_over_http_makes_few_queries(client, django_assert_max_num_queries):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer)
    client.get("/calls/")
    with django_assert_max_num_queries(14):
        assert client.post(f"/calls/{call.slug}/pledge/", ranked(offer)).status_code == 303


def test_the_closed_call_says_that_it_is_being_counted(client, person):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer, by=person)
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    page = client.get(f"/calls/{call.slug}/outcome/").content.decode()
    assert f'data-live="call:{call.slug}"' in page
    assert client.get(f"/calls/{call.slug}/outcome/result.json").status_code == 404


@pytest.mark.usefixtures("person")
def test_before_one_confirms_one_reads_who_will_see_the_whole_list(client):
    call, (offer,) = a_choice(2)
    said = "After the close whoever promotes the call and whoever runs this site can read all lists in full"
    assert said in client.post(f"/calls/{call.slug}/pledge/", ranked(offer, confirm=False), headers=ENGLISH).content.decode()


def test_before_one_confirms_one_reads_the_terms_of_each_offer_on_ones_list(client):
    call = a_call()
    first, second, other = an_offer(call, terms="Consegna a parte"), an_offer(call, terms=""), an_offer(call, terms="Solo contanti")
    choosing(call)
    sent = {f"place-{first.ref}": "1", f"place-{second.ref}": "2", "quantity": "1", "look": "1"}
    shown = client.get(f"/calls/{call.slug}/pledge/", sent).content.decode()
    assert shown.count("Consegna a parte") == 1
    assert "Solo contanti" not in shown
    assert other.ref not in shown

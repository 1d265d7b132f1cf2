# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of calls: who sees what, how a call is written and published, and how few queries it takes."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.notices.actions import follow
from insieme.offers import actions
from insieme.offers.models import Call, Phase
from insieme.offers.tests.makers import CHOOSING, CLOSES, DAY, MEANWHILE, a_call, a_choice, a_draft, a_pledge, an_offer, as_actor, choosing
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, an_organisation, hired

pytestmark = pytest.mark.django_db
SOUND = {
    "title": "Il caffè dei nostri uffici",
    "summary": "Da chi fa di più per il quartiere?",
    "need": "Beviamo caffè.",
    "category": "food",
    "unit": "kg",
    "place": "",
    "choosing_at": "2026-11-11T10:00",
    "closes_at": "2026-11-21T10:00",
    "at_least": "300, 100",
    "near": "",
    "drop_out_percent": "10",
    "proof_expected": "",
}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: DAY)


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_draft_is_there_for_its_managers_alone(client):
    draft, manager = a_draft()
    for page in ("", "edit/", "progress/", "pledge/", "outcome/", "outcome/result.json"):
        assert client.get(f"/calls/{draft.slug}/{page}").status_code in {302, 404}
    client.force_login(a_person())
    assert client.get(f"/calls/{draft.slug}/").status_code == 404
    assert client.get(f"/calls/{draft.slug}/edit/").status_code == 404
    assert draft.title not in client.get("/calls/?show=open").content.decode()
    client.force_login(manager)
    assert draft.title in client.get(f"/calls/{draft.slug}/").content.decode()


def test_each_reads_whether_they_themselves_follow_the_call(client):
    call, other, follower = a_call(), a_call(), a_person()
    follow(call.topic, by=as_actor(follower), now=DAY)
    for reader, shown, follows in ((follower, call, True), (a_person(), call, False), (follower, other, False), (None, call, False)):
        client.logout()
        if reader:
            client.force_login(reader)
        assert ('name="stop"' in client.get(f"/calls/{shown.slug}/").content.decode()) == follows


def test_what_filters_is_not_called_optional(client):
    assert 'class="optional"' not in client.get("/calls/").content.decode()


def test_a_cancelled_draft_stays_as_private_as_it_was(client):
    draft, manager = a_draft()
    actions.cancel_call(draft.slug, by=as_actor(manager), because="Non serve.", now=DAY)
    assert client.get(f"/calls/{draft.slug}/").status_code == 404
    assert draft.title not in client.get("/calls/?show=cancelled").content.decode()


def test_a_call_is_written_published_and_cancelled_without_javascript(client):
    manager = a_person()
    organisation = an_organisation(owner=manager)
    client.force_login(manager)
    written = client.post("/calls/new/", SOUND | {"organisation": organisation.pk})
    call = Call.objects.get()
    assert written.status_code == 302
    assert written.url == f"/calls/{call.slug}/"
    assert call.menu == {"at_least": [100, 300], "near": []}
    assert call.choosing_at.isoformat() == "2026-11-11T09:00:00+00:00"
    for page in ("", "publish/"):
        shown = client.get(f"/calls/{call.slug}/{page}").content.decode()
        assert f'href="/calls/{call.slug}/interests/"' in shown, "what is missing is said before one asks for it"
        assert '<button class="button">Pubblica' not in shown
    english = {"accept-language": "en"}
    assert "until a company signs its offer" in client.get(f"/calls/{call.slug}/publish/", headers=english).content.decode()
    assert client.post(f"/calls/{call.slug}/publish/").status_code == 422
    assert client.post(f"/calls/{call.slug}/interests/", {"none": "on"}).status_code == 302
    assert f'href="/calls/{call.slug}/interests/"' not in client.get(f"/calls/{call.slug}/").content.decode()
    for _twice in range(2):
        assert client.post(f"/calls/{call.slug}/publish/").status_code in {302, 409}
    call.refresh_from_db()
    assert call.phase == Phase.OPEN
    assert client.post(f"/calls/{call.slug}/cancel/", {"because": "  "}).status_code == 422
    assert client.post(f"/calls/{call.slug}/cancel/", {"because": "Non serve più."}).status_code == 302
    assert "Non serve più." in client.get(f"/calls/{call.slug}/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "\u202e"),
        ("title", "x" * 121),
        ("need", "a\0b"),
        ("category", "weapons"),
        ("place", "Nessundove"),
        ("choosing_at", "2026-10-01T10:00"),
        ("choosing_at", "9999-12-31T23:59"),
        ("choosing_at", "0001-01-01T00:00"),
        ("closes_at", "2026-11-11T10:00"),
        ("closes_at", "domani"),
        ("closes_at", "2029-11-11T10:00"),
        ("at_least", "1"),
        ("at_least", "-5"),
        ("at_least", "2,3,4,5,6,7,8"),
        ("near", "٣"),
        ("drop_out_percent", "101"),
        ("drop_out_percent", "9" * 30),
    ],
)
def test_what_does_not_hold_is_said_at_its_field_and_what_was_typed_stays(client, field, typed):
    manager = a_person()
    organisation = an_organisation(owner=manager)
    client.force_login(manager)
    answer = client.post("/calls/new/", SOUND | {"organisation": organisation.pk, field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() & {field, "closes_at"}
    assert SOUND["summary"] in answer.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"title": "", "closes_at": "2026-11-10T10:00", "at_least": "1"}, {"title", "closes_at", "at_least"}),
        ({"category": "weapons", "choosing_at": "2026-10-01T10:00", "near": "2,3,4,5,6,7,8"}, {"category", "choosing_at", "near"}),
        ({"choosing_at": "domani", "closes_at": "2026-10-02T10:00"}, {"choosing_at", "closes_at"}),
        ({"choosing_at": "domani", "closes_at": "2029-11-11T10:00"}, {"choosing_at", "closes_at"}),
        ({"choosing_at": "domani"}, {"choosing_at"}),
    ],
)
def test_all_that_can_be_judged_is_said_at_once(client, typed, fields):
    draft, manager = a_draft()
    client.force_login(manager)
    for page in ("/calls/new/", f"/calls/{draft.slug}/edit/"):
        answer = client.post(page, SOUND | {"organisation": draft.promoter_id} | typed)
        assert set(answer.context["form"].errors) == fields


@given(st.fixed_dictionaries(dict.fromkeys(SOUND, st.text(max_size=60))))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_gets_an_answer(client, typed):
    manager = a_person()
    organisation = an_organisation(owner=manager)
    client.force_login(manager)
    sent = {name: text.encode("utf-8", "ignore").decode() for name, text in typed.items()}
    assert client.post("/calls/new/", sent | {"organisation": organisation.pk}).status_code in {302, 422}


def test_nobody_writes_in_the_name_of_others(client):
    organisation = an_organisation()
    stranger = a_person()
    an_organisation(owner=stranger)
    client.force_login(stranger)
    assert client.post("/calls/new/", SOUND | {"organisation": organisation.pk}).status_code == 422
    assert not Call.objects.exists()


def test_once_open_only_the_words_change(client):
    call = a_call()
    manager = a_person()
    owner = Call.objects.get().opened_by
    hired(organisations_by_id([call.promoter_id])[call.promoter_id], owner, manager)
    client.force_login(manager)
    page = client.get(f"/calls/{call.slug}/edit/")
    assert "closes_at" not in page.context["form"].fields
    words = {name: SOUND[name] for name in ("title", "summary", "need", "category", "place", "proof_expected")}
    assert client.post(f"/calls/{call.slug}/edit/", words | {"closes_at": "2026-12-30T10:00"}).status_code == 302
    call.refresh_from_db()
    assert (call.title, call.closes_at, call.slug != "") == (SOUND["title"], CLOSES, True)


def test_a_call_titled_new_has_an_address_of_its_own(client):
    call = a_call(title="New")
    assert call.slug != "new"
    assert client.get(f"/calls/{call.slug}/").status_code == 200


def test_what_can_no_longer_be_done_shows_the_call_as_it_stands(client, at):
    call, _offers = a_choice(2)
    at(MEANWHILE)
    client.force_login(Call.objects.get().opened_by)
    for page, typed in (("edit", {"title": "Tardi, ma ci provo"}), ("cancel", {"because": "Tardi, ma ci provo"})):
        at(MEANWHILE if page == "edit" else CLOSES)
        answer = client.post(f"/calls/{call.slug}/{page}/", typed)
        assert answer.status_code == 409
        assert call.title in answer.content.decode()
        assert "Tardi, ma ci provo" in answer.content.decode()


def test_who_would_edit_what_a_company_has_signed_an_answer_to_is_told_before_they_type(client):
    call = a_call()
    client.force_login(call.opened_by)
    address = f"/calls/{call.slug}/edit/"
    shown = client.get(address)
    assert shown.status_code == 200
    offer = an_offer(call)  # while they type
    sent = {name: shown.context["form"][name].value() or "" for name in shown.context["form"].fields}
    sent |= {"need": f"Ne beviamo di più.\r\n{sent['need']}", "place": "Lugano, CH"}
    late = client.post(address, sent)
    assert late.status_code == 409
    assert [words for _label, words in late.context["typed"]] == [sent["need"].replace("\r", ""), "Lugano, CH"]
    assert "Ne beviamo di più." in late.content.decode()
    told = client.get(address)
    assert (told.status_code, told.context["typed"]) == (409, [])
    assert 'name="need"' not in told.content.decode()
    actions.withdraw_offer(call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    assert client.post(address, sent).status_code == 302
    call.refresh_from_db()
    assert (str(call.place), call.need.startswith("Ne beviamo")) == ("Lugano, CH", True)


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_takes_as_many_queries_for_one_offer_as_for_five(client, at, django_assert_max_num_queries, signed_in):
    counted = []
    person = a_person()
    for quorums in ((2,), (2, 3, 4, 5, 6)):
        call, offers = a_choice(*quorums)
        at(MEANWHILE)
        if signed_in:
            client.force_login(person)
            a_pledge(call, offers[0], by=person)
        client.get("/calls/")
        memory.delete_many([f"offers.terms:{call.pk}:0"])
        for _cold_then_cached in range(2):
            with django_assert_max_num_queries(12) as seen:
                client.get(f"/calls/{call.slug}/")
            counted.append(len(seen))
    assert counted[:2] == counted[2:]
    assert counted[1] < counted[0]


@pytest.mark.parametrize("offers", [1, 5])
def test_a_call_open_for_offers_takes_ten_queries_at_most(client, offers, django_assert_max_num_queries):
    call = a_call()
    made = [an_offer(call) for _ in range(offers)]
    client.force_login(made[0].owner)
    client.get("/calls/")
    with django_assert_max_num_queries(10):
        client.get(f"/calls/{call.slug}/")


def test_a_page_is_sent_whole_in_the_first_breath_of_a_connection(client, at):
    call, _offers = a_choice(2, 3, 4, 5, 6)
    at(MEANWHILE)
    for page in (f"/calls/{call.slug}/", "/", "/calls/"):
        assert len(client.get(page).content) <= 14_000


def test_each_offer_s_count_stays_hidden_until_the_close(client, at):
    call, offers = a_choice(2, 3)
    a_pledge(call, offers[0])
    at(MEANWHILE)
    Call.objects.filter(pk=call.pk).update(people=17)
    page = client.get(f"/calls/{call.slug}/progress/").content.decode()
    assert "17" in page
    assert offers[0].ref not in page
    assert len(re.findall(r"<th scope=.col.>", page)) == 2, "of no offer it says that its quorum is met"


def test_the_rules_tell_every_condition_that_the_pledge_will_offer(client, at):
    call, _offers = a_choice(2, 3)
    at(MEANWHILE)
    page = client.get(f"/calls/{call.slug}/", headers={"accept-language": "en"}).content.decode()
    assert "at least 300 of us buy the same offer" in page
    assert "as many as it takes for a further step of that offer" in page


def test_lists_page_by_key_and_lose_nothing(client, monkeypatch):
    monkeypatch.setattr("insieme.offers.web.calls.PAGE", 2)
    made = {a_call(closes_at=CLOSES + timedelta(microseconds=number // 2)).slug for number in range(5)}
    seen, address = [], "/calls/?show=open"
    while address:
        page = client.get(address)
        seen += [call.slug for call in page.context["calls"]]
        address = page.context["older"]
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("asked", ["?show=nothing", "?after=x", "?after=" + "9" * 17 + ".1", "?category=x&place=a", "?place=Nessundove"])
def test_a_list_that_is_asked_for_in_a_strange_way_is_still_a_list(client, asked):
    assert client.get(f"/calls/{asked}").status_code == 200


def test_filters_keep_what_fits(client):
    food, energy = a_call(), a_call(category="energy")
    page = client.get("/calls/?show=open&category=energy").content.decode()
    assert energy.slug in page
    assert food.slug not in page


def test_choosing_begins_and_the_first_page_tells(client, at, django_assert_max_num_queries):
    call = a_call()
    an_offer(call)
    choosing(call)
    at(CHOOSING)
    with django_assert_max_num_queries(8):
        page = client.get("/")
    assert call.title in page.content.decode()


def test_a_cancelled_call_says_what_was_answered_and_that_nothing_more_comes(client):
    client.cookies["language"] = "en"
    call = a_call()
    an_offer(call)
    actions.cancel_call(call.slug, by=as_actor(call.opened_by), because="Non serve più.", now=DAY)
    page = client.get(f"/calls/{call.slug}/").content.decode()
    thread = page.partition('<ol class="thread"')[2].partition("</ol>")[0]
    assert thread.count('<li class="done">') == 2
    assert "still to come" not in thread
    assert thread.count("will not come") == 3
    assert "then the call was cancelled" in page

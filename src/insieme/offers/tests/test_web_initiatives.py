# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of an initiative, and that a reader who came through one is told so until they pledge."""

import pytest
from django.utils import translation

from insieme.foundation import clock
from insieme.offers.actions.initiatives import close_initiative
from insieme.offers.models import Initiative, Pledge
from insieme.offers.tests.makers import DAY, MEANWHILE, a_call, a_choice, a_pledge, an_initiative, as_actor
from insieme.people.tests.makers import a_colleague, a_person, an_organisation

pytestmark = pytest.mark.django_db
SOUND = {"crowd": "members", "declared": "1.200", "goal": "", "words": "Lo beviamo **tutti**."}
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _the_day(at):
    at(DAY)


def page(client, path):
    with translation.override("en"):
        return client.get(path, **ENGLISH).content.decode()


def ranked(offer):
    return {f"place-{offer.ref}": "1", "confirm": "1", "seen": "0", "quantity": "1"}


@pytest.mark.parametrize(
    ("who", "new", "made", "close"), [(None, 302, 0, 302), ("stranger", 200, 0, 403), ("responder", 200, 0, 403), ("owner", 302, 1, 302)]
)
def test_who_may_do_what(client, who, new, made, close):
    call, owner = a_call(), a_person()
    company = an_organisation(owner=owner)
    people = {"owner": owner, "responder": a_colleague(company, owner, "responder"), "stranger": a_person()}
    if who:
        client.force_login(people[who])
    assert client.post(f"/calls/{call.slug}/initiatives/new/", SOUND | {"organisation": company.pk}).status_code == new
    assert Initiative.objects.count() == made
    mine = Initiative.objects.first() or an_initiative(call, owner=owner, organisation=company)
    assert client.get(f"/calls/{call.slug}/initiatives/{mine.ref}/").status_code == 200
    assert client.post(f"/calls/{call.slug}/initiatives/{mine.ref}/close/").status_code == close
    assert Initiative.objects.filter(state="closed").exists() == (who == "owner")


def test_what_was_typed_stays_where_it_does_not_hold(client):
    call, owner = a_call(), a_person()
    company = an_organisation(owner=owner)
    client.force_login(owner)
    address = f"/calls/{call.slug}/initiatives/new/"
    answer = client.post(address, SOUND | {"organisation": company.pk, "declared": "3"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"declared"}
    assert "Lo beviamo **tutti**." in answer.content.decode()
    an_initiative(call, owner=owner, organisation=company)
    assert client.get(address).templates[0].name == "offers/initiative_nobody.html"


def test_the_page_tells_declared_from_pledged_and_the_call_lists_it(client):
    call = a_call()
    made = an_initiative(call, goal=100)
    address = f"/calls/{call.slug}/initiatives/{made.ref}/"
    seen = page(client, address)
    for words in (
        "620 people work there, it declares",
        "Nobody has counted them.",
        "fewer than ten so far",
        address,
        "<strong>tutti</strong>",
    ):
        assert words in seen
    assert address in page(client, f"/calls/{call.slug}/")
    close_initiative(call.slug, made.ref, by=as_actor(made.owner), now=DAY)
    assert address not in page(client, f"/calls/{call.slug}/")
    assert "Hand it on" not in page(client, address)


def test_a_call_with_initiatives_takes_as_many_queries_for_five_as_for_one(client, at, django_assert_max_num_queries):
    counted = []
    for initiatives in (1, 5):
        call, _offers = a_choice(2)
        at(MEANWHILE)
        for _ in range(initiatives):
            an_initiative(call, now=MEANWHILE)
        client.force_login(a_person())
        client.get("/calls/")
        client.get(f"/calls/{call.slug}/")
        with django_assert_max_num_queries(10) as seen:
            client.get(f"/calls/{call.slug}/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_who_comes_through_it_is_told_so_and_the_pledge_keeps_it(client, at):
    call, (offer,) = a_choice(2)
    at(MEANWHILE)
    made = an_initiative(call, now=MEANWHILE)
    told = f'You come with <a href="/calls/{call.slug}/initiatives/{made.ref}/">{made.company.name}</a>'
    assert "You come with" not in page(client, f"/calls/{call.slug}/")
    assert told in page(client, f"/calls/{call.slug}/?initiative={made.ref}")
    assert told in page(client, f"/calls/{call.slug}/pledge/")
    before = client.post(
        f"/calls/{call.slug}/pledge/", {name: said for name, said in ranked(offer).items() if name != "confirm"}, **ENGLISH
    )
    assert f"You come with {made.company.name}" in before.content.decode()
    client.force_login(a_person())
    assert client.post(f"/calls/{call.slug}/pledge/", ranked(offer)).status_code == 303
    assert Pledge.objects.get().initiative_id == made.pk


def test_what_a_stranger_came_with_survives_signing_in_and_one_may_come_alone(client, at):
    call, (offer,) = a_choice(2)
    at(MEANWHILE)
    made, person = an_initiative(call, now=MEANWHILE), a_person()
    a_pledge(call, offer, by=person, initiative=made.ref)
    client.force_login(person)
    assert "You come with" in page(client, f"/calls/{call.slug}/")
    assert "You come with" not in page(client, f"/calls/{call.slug}/pledge/?initiative=")
    assert client.post(f"/calls/{call.slug}/pledge/", ranked(offer) | {"seen": "1"}).status_code == 303
    assert Pledge.objects.get(number=2).initiative_id is None


@pytest.mark.parametrize("said", ["nothing", "", "x" * 5000])
def test_an_address_that_names_no_initiative_leaves_no_trace(client, at, said):
    call, _offers = a_choice(2)
    at(MEANWHILE)
    for path in (f"/calls/{call.slug}/", f"/calls/{call.slug}/pledge/"):
        assert client.get(path, {"initiative": said}).status_code == 200
    assert "sessionid" not in client.cookies

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has pledged reads on the page of an offer where it stands on their list, and is not asked to pledge as if they had not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.offers import actions
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import MEANWHILE, REVISED, a_choice, a_pledge, a_revision, as_actor
from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db
INVITED = "Put them in order and pledge"


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    memory.clear()
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)


def main(client, offer, page=""):
    address = f"/calls/{offer.call.slug}/offers/{page or offer.ref}/"
    return client.get(address, headers={"accept-language": "en"}).content.decode().partition("<main")[2]


def test_where_it_stands_and_the_way_to_change_it(client):
    call, (first, second, third) = a_choice(2, 2, 2)
    client.force_login(a_pledge(call, second, first).person)
    for offer, words in ((first, "number 2 of 2"), (second, "number 1 of 2"), (third, "not on your list")):
        page = main(client, offer)
        assert words in page
        assert "Change your pledge" in page
        assert INVITED not in page
    assert INVITED not in main(client, first, "compare")


def test_ranked_twice_under_other_conditions_it_has_two_places(client):
    call, (first, second) = a_choice(2, 2)
    person = a_person()
    client.force_login(person)
    entries = [Entry(first.ref, at_least=300), Entry(second.ref), Entry(first.ref)]
    actions.pledge(call.slug, by=as_actor(person), entries=entries, new_for=[], quantity=1, now=MEANWHILE)
    assert "numbers 1 and 3 of 3" in main(client, first)


def test_alone_on_the_list_it_has_no_number(client):
    call, (first, _second) = a_choice(2, 2)
    client.force_login(a_pledge(call, first).person)
    assert "the only offer on your list" in main(client, first)


def test_revised_since_it_asks_for_a_yes(client):
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    client.force_login(a_pledge(call, first, second).person)
    a_revision(first, price_minor=1800)
    asks = f"/calls/{call.slug}/pledge/revised/"
    assert (asks in main(client, first), asks in main(client, second)) == (True, False)


def test_strangers_and_who_took_their_pledge_back_are_invited(client):
    call, (first, _second) = a_choice(2, 2)
    assert INVITED in main(client, first)
    person = a_pledge(call, first).person
    actions.withdraw_pledge(call.slug, by=as_actor(person), seen=1, now=MEANWHILE)
    client.force_login(person)
    page = main(client, first)
    assert INVITED in page
    assert 'id="place"' not in page
    assert INVITED in main(client, first, "compare")


def test_the_page_takes_as_many_queries_for_who_has_pledged_as_for_who_has_not(client):
    call, (first, second) = a_choice(2, 2)
    person = a_pledge(call, first, second).person
    idle = a_person()
    counts = []
    for reader in (idle, person):
        client.force_login(reader)
        main(client, first)
        with CaptureQueriesContext(connection) as found:
            main(client, first)
        counts.append(len(found))
    assert counts[0] == counts[1]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the record's pages show of calls: their titles instead of topics, their kinds to choose from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insieme.offers import actions
from insieme.offers.tests.makers import CLOCK, CLOSES, a_choice, a_draft, a_pledge
from insieme.people.tests.makers import a_colleague, an_organisation
from insieme.record.actions import seal

pytestmark = pytest.mark.django_db


def main(client, address):
    return client.get(address, headers={"accept-language": "en"}).content.decode().partition("<main")[2]


def test_the_title_of_a_call_leads_to_it_and_nobody_reads_topics(client):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer)
    seal()
    link = f'<a href="/calls/{call.slug}/">{call.title}</a>'
    page = main(client, f"/record/?about={call.topic}")
    assert page.count(link) == 5
    assert "call:" not in page.replace("call%3A", "")
    assert f"<h1>{call.title}</h1>" in page
    newest = main(client, "/record/").partition('class="position"><a href="')[2].partition('"')[0]
    assert link in main(client, newest)


def test_the_title_of_a_draft_is_told_to_nobody(client):
    draft, _manager = a_draft()
    seal()
    assert draft.title not in main(client, f"/record/?about={draft.topic}")


def test_the_feed_costs_the_same_for_one_call_and_for_five(client):
    costs = []
    for _ in range(5):
        call, (offer,) = a_choice(2)
        a_pledge(call, offer)
        seal()
        with CaptureQueriesContext(connection) as seen:
            page = main(client, "/record/")
        assert call.title in page
        costs.append(len(seen))
    assert set(costs) == {4}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("calls", ("closed with 1 pledge", "People choose", "opened the call")),
        ("offers", ("signed its offer",)),
        ("pledges", ("Somebody pledged",)),
        ("outcomes", ()),
        ("organisations", ("has joined Insieme",)),
        ("roles", ("may sign for",)),
        ("record", ()),
    ],
)
def test_each_kind_shows_its_own(client, kind, words):
    call, (offer,) = a_choice(2)
    a_pledge(call, offer)
    a_colleague(an_organisation(owner=offer.owner), offer.owner)
    actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    seal()
    page = main(client, f"/record/?kind={kind}")
    every = {"closed with 1 pledge", "signed its offer", "Somebody pledged", "has joined Insieme", "may sign for"}
    assert all(said in page for said in words)
    assert not [said for said in every - set(words) if said in page]

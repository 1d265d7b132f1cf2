# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for somebody is told where they look first: an offer to sign, to those who may sign it; an invitation, to whom it asks."""

from datetime import timedelta

import pytest

from insieme.foundation import clock
from insieme.offers.actions import declare_interests, make_offer, publish_call, sign_offer
from insieme.offers.tests.makers import CHOOSING, DAY, a_call, a_draft, an_offer, as_actor, offer_text
from insieme.people.actions import decline, invite
from insieme.people.actions.guidelines import accept_guideline, draft_guideline, edit_guideline, publish_guideline
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_colleague, a_person, hired

pytestmark = pytest.mark.django_db
RULES = {"title": "Come rispondiamo", "text": "Entro due giorni.", "now": DAY}
OTHERS = RULES | {"title": "Come firmiamo"}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY)


@pytest.fixture
def draft():
    made = an_offer(a_call(), signed=False)
    made.company = organisations_by_id([made.organisation_id])[made.organisation_id]
    return made


def told_of(client, draft, person=None):
    """On which pages this person is told of the draft: the first one, their organisations, the company's."""
    client.logout()
    if person is not None:
        client.force_login(person)
    address = f'href="/calls/{draft.call.slug}/offers/{draft.ref}/"'
    return [page for page in ("/", "/roles/", f"/organisations/{draft.company.slug}/") if address in client.get(page).content.decode()]


def test_a_draft_waits_for_those_who_may_sign_it(client, draft):
    pages = ["/", "/roles/", f"/organisations/{draft.company.slug}/"]
    assert told_of(client, draft, draft.owner) == pages
    assert told_of(client, draft, a_colleague(draft.company, draft.owner, kind="manager")) == pages


def test_nobody_else_is_told(client, draft):
    elsewhere = an_offer(draft.call, signed=False).owner
    for person in (None, a_person(), elsewhere, a_colleague(draft.company, draft.owner, kind="responder")):
        assert told_of(client, draft, person) == []


def test_what_can_no_longer_be_signed_does_not_wait(client, draft, monkeypatch):
    late = an_offer(draft.call, signed=False)
    late.company = organisations_by_id([late.organisation_id])[late.organisation_id]
    sign_offer(draft.call.slug, draft.ref, by=as_actor(draft.owner), name="Irene Lauri", title="", now=DAY)
    assert told_of(client, draft, draft.owner) == [f"/organisations/{draft.company.slug}/"]  # as an offer that it made
    assert told_of(client, late, late.owner)
    monkeypatch.setattr(clock, "now", lambda: CHOOSING)
    assert told_of(client, late, late.owner) == []


def test_who_has_come_to_promote_the_call_is_not_asked_to_sign(client, draft):
    promoter = organisations_by_id([draft.call.promoter_id])[draft.call.promoter_id]
    hired(promoter, draft.call.opened_by, draft.owner)
    assert told_of(client, draft, draft.owner) == []


def test_the_most_urgent_stands_first_and_the_first_page_stays_short(client, draft):
    urgent = a_draft_of(draft.owner, draft.company, choosing_at=CHOOSING - timedelta(days=1))
    others = [a_draft_of(draft.owner, draft.company) for _ in range(4)]
    client.force_login(draft.owner)
    waiting = [offer.ref for offer in client.get("/").context["drafts"]]
    assert waiting == [urgent.ref, draft.ref, others[0].ref]
    assert len(client.get(f"/organisations/{draft.company.slug}/").context["does"].unsigned) == 6


def test_who_drafted_a_call_finds_it_where_their_organisations_are(client, draft):
    call, manager = a_draft(title="Una bozza di bando")
    for person, finds in ((manager, True), (draft.owner, False)):
        client.force_login(person)
        assert (call.title in client.get("/roles/").content.decode()) == finds
    client.force_login(manager)
    declare_interests(call.slug, by=as_actor(manager), ties=(), now=DAY)
    publish_call(call.slug, by=as_actor(manager), now=DAY)
    assert call.title not in client.get("/roles/").content.decode()


@pytest.mark.parametrize("drafts", [1, 5])
def test_the_first_page_takes_seven_queries_at_most_and_fifteen_for_who_is_signed_in(client, draft, drafts, django_assert_max_num_queries):
    for _more in range(drafts - 1):
        a_draft_of(draft.owner, draft.company)
    client.get("/calls/")
    with django_assert_max_num_queries(7):
        client.get("/")
    client.force_login(draft.owner)
    with django_assert_max_num_queries(15):
        assert client.get("/").context["drafts"]
    with django_assert_max_num_queries(11):
        assert client.get(f"/organisations/{draft.company.slug}/").context["does"].unsigned


def test_a_guideline_waits_for_those_it_concerns_until_they_accept_the_version_that_holds(client, draft):
    olga, member = a_person(), a_colleague(draft.company, draft.owner, kind="member")
    type(olga).objects.filter(pk=olga.pk).update(is_superuser=True)
    ours, unpublished = (draft_guideline(by=as_actor(draft.owner), organisation=draft.company.slug, **terms) for terms in (RULES, OTHERS))
    house = draft_guideline(by=as_actor(olga), organisation=None, **RULES)

    def waits(person):
        client.logout()
        if person is not None:
            client.force_login(person)
        text = client.get("/").content.decode()
        return [each for each in (ours, unpublished, house) if f"/guidelines/{each.ref}/" in text]

    assert waits(member) == []
    publish_guideline(ours.ref, by=as_actor(draft.owner), now=DAY)
    publish_guideline(house.ref, by=as_actor(olga), now=DAY)
    assert [waits(person) for person in (member, olga, None)] == [[ours, house], [house], []]
    accept_guideline(ours.ref, by=as_actor(member), number=1, now=DAY)
    assert waits(member) == [house]
    edit_guideline(ours.ref, by=as_actor(draft.owner), title="Come rispondiamo", text="Entro un giorno.")
    publish_guideline(ours.ref, by=as_actor(draft.owner), changed="Più in fretta.", now=DAY)
    assert waits(member) == [ours, house]


def test_an_invitation_waits_on_the_first_page_for_whom_it_asks(client, draft):
    asked = a_person()
    sent = invite(draft.company.slug, by=as_actor(draft.owner), to=f"@{asked.handle}", kind="responder", now=DAY)
    address = f'href="/organisations/{draft.company.slug}/invitations/{sent.ref}/"'
    for person, told in ((None, False), (asked, True), (draft.owner, False)):
        client.logout()
        if person is not None:
            client.force_login(person)
        assert (address in client.get("/").content.decode()) == told
    decline(draft.company.slug, sent.ref, by=as_actor(asked), now=DAY)
    client.force_login(asked)
    assert address not in client.get("/").content.decode()


def a_draft_of(owner, company, **changes):
    """A draft of this company to another call."""
    return make_offer(a_call(**changes).slug, by=as_actor(owner), organisation_id=company.pk, text=offer_text(), now=DAY)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who will be told, before it is done: on the page that asks for the last yes, in the API, and afterwards in as many inboxes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from insieme.foundation import clock
from insieme.notices import actions as notices
from insieme.notices import queries as told
from insieme.notices.queries import who_will_be_told
from insieme.offers import actions
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.offering import text_of
from insieme.offers.models import Call, Offer
from insieme.offers.queries.announcing import cancelling, failing, publishing, revising, signing
from insieme.offers.queries.audiences import CARE
from insieme.offers.queries.revisions import words_in_force
from insieme.offers.tests.makers import (
    CHOOSING,
    CLOSES,
    DAY,
    MEANWHILE,
    a_choice,
    a_draft,
    a_pledge,
    a_revision,
    an_offer,
    as_actor,
    choosing,
    published,
)
from insieme.offers.tests.test_telling import decided, following, heard, known
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, a_place, an_organisation, signed_in

pytestmark = pytest.mark.django_db


def inboxes() -> int:
    """How many notices there are, in all."""
    return sum(len(told.inbox(as_actor(person), limit=100).notices) for person in get_user_model().objects.all())


def made_by(deed: Callable[[], object]) -> int:
    """How many notices came of it, once everybody was told."""
    known()
    before = inboxes()
    deed()
    known()
    return inboxes() - before


def reasons(*plans: Any) -> dict[str, int]:
    """Who will be told, by the kind of notice."""
    found: dict[str, int] = {}
    for group in who_will_be_told(*plans).groups:
        kind = group.kind.removeprefix("offers.")
        found[kind] = found.get(kind, 0) + group.ways.inbox
    return found


def topic_of(organisation_id: int) -> str:
    return f"organisation:{organisations_by_id([organisation_id])[organisation_id].slug}"


def english(person: Any) -> Client:
    return signed_in(Client(headers={"accept-language": "en"}), person)


def a_drafted_revision(offer: Offer, price: int = 1700, now: datetime = MEANWHILE) -> Any:
    text = text_of({**words_in_force(Offer.objects.get(pk=offer.pk)), "price_minor": price})
    return actions.draft_revision(offer.call.slug, offer.ref, by=as_actor(offer.owner), text=text, now=now)  # type: ignore[attr-defined]


def test_a_call_that_opens():
    draft, manager = a_draft(place=a_place().pk)
    promoter = topic_of(draft.promoter_id)
    _both, _near = following(promoter, "place:037006"), following("place:037006")
    assert reasons(publishing(draft)) == {"published": 2, "interest": 0}
    assert made_by(lambda: published(draft, manager)) == 2


@pytest.mark.parametrize("somewhere", [True, False])
def test_who_cares_for_what_it_is_about_hears_of_a_call_that_opens_near_them_or_everywhere(somewhere):
    bologna, imola, prato = a_place(), a_place("037032"), a_place("100005")
    for place in (bologna, imola, prato, None):
        add_about_oneself(by=as_actor(a_person(place=place)), interests=["energy", "food"])
    add_about_oneself(by=as_actor(a_person(place=bologna)), interests=["goods"])
    draft, manager = a_draft(place=bologna.pk if somewhere else None, category="food")
    told = 2 if somewhere else 4
    # How many care for what is told to nobody who opens a call.
    assert reasons(publishing(draft)) == {"interest": 0}
    assert made_by(lambda: published(draft, manager)) == told


def test_a_call_that_is_cancelled():
    draft, manager = a_draft()
    call = published(draft, manager)
    offer = an_offer(call)
    choosing(call)
    fan = following(call.topic)
    for person in (fan, None, manager):
        a_pledge(call, offer, by=person)
    assert reasons(cancelling(call)) == {"cancelled": 3, "ours": 1}
    assert made_by(lambda: actions.cancel_call(call.slug, by=as_actor(manager), because="Ha chiuso il forno.", now=CHOOSING)) == 4


def test_an_offer_that_is_signed():
    draft, manager = a_draft()
    call = published(draft, manager)
    offer = an_offer(call, signed=False)
    owner = offer.owner
    signer = get_user_model().objects.get(pk=owner.pk)
    following(call.topic), following(topic_of(offer.organisation_id)), following(signer.topic)
    notices.follow(call.topic, by=as_actor(manager), now=DAY)
    plan = signing(offer, by=as_actor(owner), name=str(signer))
    assert reasons(plan) == {"received": 1, "signed": 2, "by_name": 1}
    assert made_by(lambda: actions.sign_offer(call.slug, offer.ref, by=as_actor(owner), name=str(signer), title="", now=DAY)) == 4


def test_a_revision_asks_those_who_ranked_other_words_and_not_those_who_chose_the_same():
    call, (first, second) = a_choice(1, 1, revisions_until=MEANWHILE + timedelta(days=1))
    a_pledge(call, first)
    a_pledge(call, second)
    a_revision(first, price_minor=1800)
    a_pledge(call, first)
    following(call.topic)
    draft = a_drafted_revision(first)
    by = as_actor(first.owner)
    plan = revising(first, draft, by=by, name="Irene Lauri")
    assert reasons(plan) == {"confirm": 0, "revised": 1}
    sign = {"name": "Irene Lauri", "title": "", "seen": draft.digest, "now": MEANWHILE}
    assert made_by(lambda: actions.sign_revision(call.slug, first.ref, by=by, **sign)) == 3


def test_a_revision_back_to_the_first_words_asks_only_who_chose_the_second():
    call, (offer,) = a_choice(1, revisions_until=MEANWHILE + timedelta(days=1))
    a_pledge(call, offer)
    a_revision(offer, price_minor=1800)
    a_pledge(call, offer)
    draft = a_drafted_revision(offer, 1950)
    sign = {"name": "Irene Lauri", "title": "", "seen": draft.digest, "now": MEANWHILE}
    assert made_by(lambda: actions.sign_revision(call.slug, offer.ref, by=as_actor(offer.owner), **sign)) == 1


def test_a_supplier_that_fails():
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    following(call.topic)
    decided(call)
    assert reasons(failing(offer)) == {"failed": 3}
    deed = {"by": as_actor(offer.owner), "because": "Ha chiuso.", "now": CLOSES + timedelta(days=1)}
    assert made_by(lambda: declare_failure(call.slug, offer.ref, **deed)) == 3


def test_the_pages_that_ask_for_the_last_yes_say_it(monkeypatch):
    draft, manager = a_draft()
    monkeypatch.setattr(clock, "now", lambda: DAY)
    for _ in range(2):
        following(topic_of(draft.promoter_id))
    page = english(manager).get(f"/calls/{draft.slug}/publish/").content.decode()
    assert "2 people will be told: 2 with a digest." in page
    assert "2 people who follow the promoter" in page
    assert "Who will be told" not in english(manager).get(f"/calls/{draft.slug}/cancel/").content.decode()
    call = published(draft, manager)
    assert "1 person will be told: by mail at once." in english(manager).get(f"/calls/{call.slug}/cancel/").content.decode()
    following(call.topic)
    offer = an_offer(call, signed=False)
    page = english(offer.owner).get(f"/calls/{call.slug}/offers/{offer.ref}/sign/").content.decode()
    assert "1 person who follows the call" in page
    assert "1 person who acts for the promoter" in page
    page = english(manager).get(f"/calls/{call.slug}/cancel/").content.decode()
    assert "2 people will be told: 2 by mail at once." in page


def test_while_people_choose_a_company_cannot_ask_how_many_have_its_offer_on_their_list(monkeypatch):
    call, (offer,) = a_choice(1, revisions_until=MEANWHILE + timedelta(days=1))
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    a_drafted_revision(offer)
    notices.follow(call.topic, by=as_actor(a_pledge(call, offer).person), now=MEANWHILE)
    address, company = f"/calls/{call.slug}/offers/{offer.ref}", english(offer.owner)

    def answers() -> list[str]:
        page = company.get(f"{address}/revise/sign/").content.decode()
        asked = page[page.index("Who will be told") : page.index("</aside>")]
        return [asked, company.get(f"/api/v1{address}/told", {"doing": "revise"}).content.decode()]

    before = answers()
    a_pledge(call, offer), a_pledge(call, offer)
    assert answers() == before
    assert all("Everybody who ranked the offer by its former words is asked to confirm." in answer for answer in before)
    assert all("1 person who follows the call" in answer for answer in before)


def test_before_people_choose_nobody_is_said_to_have_to_confirm():
    draft, manager = a_draft(revisions_until=MEANWHILE)
    offer = an_offer(published(draft, manager))
    text = text_of({**words_in_force(Offer.objects.get(pk=offer.pk)), "price_minor": 1700})
    revision = actions.draft_revision(offer.call.slug, offer.ref, by=as_actor(offer.owner), text=text, now=DAY)
    assert reasons(revising(offer, revision, by=as_actor(offer.owner), name="")) == {}


def test_where_nobody_follows_it_is_said_too(monkeypatch):
    draft, manager = a_draft(revisions_until=MEANWHILE)
    monkeypatch.setattr(clock, "now", lambda: DAY)
    offer = an_offer(published(draft, manager))
    a_drafted_revision(offer, now=DAY)
    page = english(offer.owner).get(f"/calls/{offer.call.slug}/offers/{offer.ref}/revise/sign/").content.decode()
    assert "Nobody: nobody follows this yet" in page


def test_programs_ask_the_same(monkeypatch):
    draft, manager = a_draft()
    monkeypatch.setattr(clock, "now", lambda: DAY)
    following(topic_of(draft.promoter_id))
    answer = english(manager).get(f"/api/v1/calls/{draft.slug}/told", {"doing": "publish"}).json()
    ways = {"inbox": 1, "mail": 0, "digest": 1, "push": 0}
    cares = {"kind": "offers.interest", "words": str(CARE), "ways": dict.fromkeys(ways, 0)}
    assert answer == {
        "ways": ways,
        "groups": [{"kind": "offers.published", "words": "1 person who follows the promoter", "ways": ways}, cares],
    }
    assert english(manager).get(f"/api/v1/calls/{draft.slug}/told", {"doing": "cancel"}).json()["groups"] == []
    call = published(draft, manager)
    offer = an_offer(call, signed=False)
    address = f"/api/v1/calls/{call.slug}/offers/{offer.ref}/told"
    assert english(offer.owner).get(address, {"doing": "sign"}).json()["ways"]["mail"] == 1
    assert english(offer.owner).get(address, {"doing": "revise"}).status_code == 404
    assert english(manager).get(address, {"doing": "sign"}).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_as_many_queries_for_five_as_for_one(count, django_assert_num_queries):
    draft, _manager = a_draft()
    for _ in range(count):
        following(topic_of(draft.promoter_id))
    with django_assert_num_queries(3):
        assert who_will_be_told(publishing(draft)).ways.inbox == count


def test_who_follows_a_person_hears_what_she_signs_by_her_own_name_alone():
    draft, manager = a_draft()
    call = published(draft, manager)
    first, second = an_offer(call, signed=False), an_offer(call, signed=False)
    fan = following(*(get_user_model().objects.get(pk=each.owner.pk).topic for each in (first, second)))
    actions.sign_offer(call.slug, first.ref, by=as_actor(first.owner), name=str(first.owner), title="", now=DAY)
    actions.sign_offer(call.slug, second.ref, by=as_actor(second.owner), name="Un altro nome", title="", now=DAY)
    known()
    assert heard(fan) == ["by_name"]
    (notice,) = told.inbox(as_actor(fan)).notices
    assert (notice.data["who"], notice.path) == (str(first.owner), f"/calls/{call.slug}/offers/{first.ref}/")


def test_nobody_hears_that_somebody_they_follow_has_pledged():
    call, (offer,) = a_choice(1)
    person = a_person()
    fan = following(person.topic)
    a_pledge(call, offer, by=person)
    decided(call)
    known()
    assert heard(fan) == []


def test_promoters_hear_who_joins_them_and_those_who_follow_a_person_that_she_does():
    draft, manager = a_draft()
    call = published(draft, manager)
    person, owner = a_person(), a_person()
    network = an_organisation(owner=owner)
    fan = following(person.topic)
    for whom, by in ((network.slug, owner), (f"@{person.handle}", person)):
        asked = actions.ask_to_promote(call.slug, by=as_actor(manager), to=whom, now=DAY)
        actions.answer_promotion(call.slug, asked.ref, by=as_actor(by), agree=True, now=DAY)
        known()
    assert heard(manager) == ["joined", "joined"]
    assert heard(owner) == ["joined"]
    assert heard(person) == []
    assert heard(fan) == ["by_name"]


def test_a_co_promoter_hears_of_offers_as_the_promoter_does():
    call, manager, owner = _promoted_together()
    an_offer(call)
    known()
    assert "received" in heard(owner)
    assert "received" in heard(manager)


def _promoted_together() -> tuple[Call, Any, Any]:
    draft, manager = a_draft()
    call, owner = published(draft, manager), a_person()
    asked = actions.ask_to_promote(call.slug, by=as_actor(manager), to=an_organisation(owner=owner).slug, now=DAY)
    actions.answer_promotion(call.slug, asked.ref, by=as_actor(owner), agree=True, now=DAY)
    return call, manager, owner


def test_a_company_that_is_here_finds_the_question_in_its_inbox_and_nobody_else_does():
    draft, manager = a_draft()
    call, owner = published(draft, manager), a_person()
    company = an_organisation(owner=owner)
    fan = following(call.topic)
    made = actions.invite_company(call.slug, by=as_actor(manager), to=company.slug, now=DAY)
    actions.invite_company(call.slug, by=as_actor(manager), to="vendite@zeta.example", name="Zeta", now=DAY)
    known()
    (notice,) = told.inbox(as_actor(owner)).notices
    assert (notice.kind, notice.choice, notice.path) == ("offers.invited", "inbox", f"/calls/{call.slug}/invited/{made.key}/")
    assert heard(fan) == heard(manager) == []

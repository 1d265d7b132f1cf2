# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is told what of a call: those who follow it, its promoter or its place, and those who take part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from insieme.look.templatetags.look import moment
from insieme.notices import actions as notices
from insieme.notices import queries as told
from insieme.notices.forms import ChoicesForm
from insieme.notices.kinds import kind_of
from insieme.notices.tasks import send_letters, write_due
from insieme.offers import actions, tasks
from insieme.offers.actions.offering import text_of
from insieme.offers.models import Call, Offer
from insieme.offers.queries.announcing import revising
from insieme.offers.queries.concerned import bidding, promoting
from insieme.offers.queries.outcomes import got_by
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
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person, a_place, hired
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


def following(*topics: str, **more: Any) -> Any:
    person = a_person(**more)
    for topic in topics:
        notices.follow(topic, by=as_actor(person), now=DAY)
    return person


def known() -> None:
    """Everything that was said is sealed, and those whom it concerns are told."""
    seal()
    relay()


def heard(person: Any) -> list[str]:
    return [each.kind.removeprefix("offers.") for each in told.inbox(as_actor(person)).notices]


def carried(now: Any) -> None:
    write_due(now)
    for queued in DBTaskResult.objects.ready():
        send_letters.func(*queued.args_kwargs["args"])
        queued.delete()


def decided(call: Call) -> None:
    tasks.close_due(CLOSES)
    seal()
    tasks.clear_due(CLOSES)
    known()


def test_a_call_is_told_to_those_who_follow_its_promoter_or_its_place_once():
    draft, manager = a_draft(place=a_place().pk)
    promoter = f"organisation:{organisations_by_id([draft.promoter_id])[draft.promoter_id].slug}"
    both, near, other = following(promoter, "place:037006"), following("place:037006"), following("place:058091")
    published(draft, manager)
    known()
    assert [heard(person) for person in (both, near, other)] == [["published"], ["published"], []]
    (notice,) = told.inbox(as_actor(near)).notices
    assert notice.path == f"/calls/{draft.slug}/"
    assert draft.title in str(kind_of(notice.kind).sentence(notice.data))


def test_an_offer_is_told_to_the_promoter_at_once_and_to_those_who_follow():
    draft, manager = a_draft()
    call = published(draft, manager)
    fan = following(call.topic)
    notices.follow(call.topic, by=as_actor(manager), now=DAY)
    offer = an_offer(call)
    known()
    assert heard(fan) == ["signed"]
    assert heard(manager) == ["received"]
    (notice,) = told.inbox(as_actor(manager)).notices
    assert (notice.choice, notice.path) == ("at_once", f"/calls/{call.slug}/offers/{offer.ref}/")


def test_those_who_follow_hear_when_choosing_begins_and_before_it_ends_unless_they_pledged():
    call, (offer,) = a_choice(1)
    late, done = following(call.topic), following(call.topic)
    a_pledge(call, offer, by=done)
    known()
    assert tasks.remind_due(CLOSES - timedelta(days=1, seconds=1)) == 0
    assert tasks.remind_due(CLOSES - timedelta(days=1)) == 1
    later = following(call.topic)
    assert tasks.remind_due(CLOSES - timedelta(hours=2)) == 1
    assert tasks.remind_due(CLOSES - timedelta(hours=1)) == 0
    assert heard(late) == ["closes", "began", "signed"]
    assert heard(later) == ["closes"]
    assert heard(done) == ["began", "signed"]
    assert tasks.remind_due(CLOSES) == 0


def test_who_ranked_an_offer_that_changes_is_asked_and_who_follows_is_told():
    call, (first, second) = a_choice(1, 1, revisions_until=MEANWHILE + timedelta(days=1))
    asked, other, fan = a_pledge(call, first).person, a_pledge(call, second).person, following(call.topic)
    a_revision(first, price_minor=1800)
    known()
    assert heard(asked) == ["confirm"]
    assert heard(other) == []
    assert "revised" in heard(fan)
    (notice,) = told.inbox(as_actor(asked)).notices
    assert (notice.choice, notice.path) == ("at_once", f"/calls/{call.slug}/pledge/revised/")


def test_the_letter_about_a_revision_says_what_changed_and_until_when_to_say_yes():
    call, (first, _second) = a_choice(1, 1, revisions_until=MEANWHILE + timedelta(days=1))
    asked, dutch = a_pledge(call, first, by=a_person(language="en")).person, a_pledge(call, first, by=a_person(language="it")).person
    a_revision(first, price_minor=1800, commitment="Pannelli e alberi")
    known()
    carried(MEANWHILE)
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "- Price: €19.50 before, now €18.00" in letters[asked.email]
    assert "- Commitment: other words" in letters[asked.email]
    with override("en"):
        assert f"only if you say yes by {moment(CLOSES)}" in " ".join(letters[asked.email].split())
    assert "- Prezzo: " in letters[dutch.email]


def test_what_asks_for_a_yes_stands_in_the_inbox_at_least():
    call, (first,) = a_choice(1, revisions_until=MEANWHILE + timedelta(days=1))
    asked = a_pledge(call, first).person
    actor = as_actor(asked)
    form = ChoicesForm(told.chosen(actor))
    assert "never" in dict(form.fields["kind:offers.revised"].choices)
    assert "never" not in dict(form.fields["kind:offers.confirm"].choices)
    notices.choose(by=actor, rhythm="daily", by_kind={"offers.confirm": "never"}, by_topic={}, now=DAY)
    a_revision(first, price_minor=1800)
    known()
    assert heard(asked) == ["confirm"]


def test_who_asked_for_what_a_revision_answers_is_told_and_so_says_who_asks_before():
    call, (offer, other) = a_choice(1, 1, revisions_until=MEANWHILE + timedelta(days=1))
    wants_price, wants_terms, wants_other = a_person(), a_person(), a_person()
    for person, about, aspect in ((wants_price, offer, "price"), (wants_terms, offer, "terms"), (wants_other, other, "price")):
        actions.ask(call.slug, about.ref, by=as_actor(person), aspect=aspect, wanted=True, now=MEANWHILE)
    text, by = replace(text_of(words_in_force(offer)), price_minor=1800), as_actor(offer.owner)
    said = {"text": text, "because": "Costa meno.", "answers": ["price"]}
    revision = actions.draft_revision(call.slug, offer.ref, by=by, now=MEANWHILE, **said)
    before = {group.kind: group.ways.inbox for group in told.who_will_be_told(revising(offer, revision, by=by, name="")).groups}
    assert before["offers.answered"] == 1
    signature = {"name": "Irene Lauri", "title": "titolare", "seen": revision.digest}
    actions.sign_revision(call.slug, offer.ref, by=by, now=MEANWHILE, **signature)
    known()
    assert heard(wants_price) == ["answered"]
    assert heard(wants_terms) == heard(wants_other) == []
    (notice,) = told.inbox(as_actor(wants_price)).notices
    assert notice.path == f"/calls/{call.slug}/offers/{offer.ref}/revisions/{revision.number}/"


def test_a_call_that_is_cancelled_is_told_to_all_who_take_part_with_the_reason():
    draft, manager = a_draft()
    call = published(draft, manager)
    offer = an_offer(call)
    choosing(call)
    fan, buyer = following(call.topic), a_pledge(call, offer).person
    actions.cancel_call(call.slug, by=as_actor(manager), because="Ha chiuso il forno.", now=CHOOSING)
    known()
    assert heard(fan)[0] == heard(buyer)[0] == "cancelled"
    (notice,) = told.inbox(as_actor(buyer)).notices
    assert "Ha chiuso il forno." in str(kind_of(notice.kind).sentence(notice.data))


def test_who_bound_themselves_hears_the_end_of_it_at_once():
    call, offers = a_choice(2, 9)
    a_pledge(call, offers[1])
    decided(call)
    carried(CLOSES)
    bound = promoting(call.slug) | bidding(call.slug)
    managers = list(get_user_model().objects.filter(pk__in=bound))
    assert len(managers) >= 3
    assert all(heard(person)[0] == "ours" for person in managers)
    assert {person.email for person in managers} <= {letter.to[0] for letter in mail.outbox}


def test_everybody_who_pledged_is_written_to_in_their_language_once():
    call, (first, second) = a_choice(2, 9)
    winners = [a_pledge(call, first, by=a_person(language="en")) for _ in range(2)]
    loser = a_pledge(call, second)
    fan = following(call.topic)
    decided(call)
    carried(CLOSES)
    letters = {letter.to[0]: letter.body for letter in mail.outbox if letter.subject.startswith(("Decided", "Deciso"))}
    assert set(letters) == {each.person.email for each in (*winners, loser)}
    won, lost = letters[winners[0].person.email], letters[loser.person.email]
    product = Offer.objects.get(pk=first.pk).product
    assert f"You buy 1 kg of “{product}”, from" in won
    assert "19.50" in won
    assert f"/calls/{call.slug}/outcome/" in won
    assert product not in lost
    assert heard(fan)[0] == "decided"
    sent = len(mail.outbox)
    relay()
    carried(CLOSES)
    assert len(mail.outbox) == sent


def test_several_companies_go_ahead_and_one_goes():
    with override("en"):
        said = [str(kind_of("offers.decided").sentence({"title": "Caffè", "names": names})) for names in (["A"], ["A", "B"])]
    assert said == ["The call “Caffè” is decided: A goes ahead", "The call “Caffè” is decided: A, B go ahead"]


def test_who_acts_for_a_company_that_goes_ahead_and_bought_hears_of_both():
    call, (first, second) = a_choice(2, 9)
    owner, buyer, loser = a_person(language="en"), a_person(language="en"), a_person()
    company, other = first.organisation, second.organisation
    a_pledge(call, first, by=owner)
    a_pledge(call, first, by=buyer)
    a_pledge(call, second, by=loser)
    # Only then do they act for it: nobody ranks the offer of a company for which they act.
    hired(company, first.owner, owner)
    hired(other, second.owner, loser)
    decided(call)
    carried(CLOSES)
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    won = f"{company.name}, for which you act, goes ahead"
    assert won in letters[owner.email]
    assert f"/calls/{call.slug}/offers/{first.ref}/buyers/\n" in letters[owner.email]
    assert "/buyers/" not in letters[buyer.email] + letters[loser.email]
    assert "You buy 1 kg of “" in letters[owner.email]
    assert won not in letters[buyer.email]
    assert "per cui agisci" not in letters[loser.email]


def test_who_follows_and_pledged_is_told_once_of_the_outcome():
    call, (offer,) = a_choice(1)
    person = following(call.topic)
    a_pledge(call, offer, by=person)
    decided(call)
    assert heard(person).count("yours") == 1
    assert "decided" not in heard(person)


def test_what_a_person_got_stands_in_no_notice():
    call, (offer,) = a_choice(1)
    person = a_pledge(call, offer).person
    decided(call)
    (notice,) = told.inbox(as_actor(person)).notices
    assert set(notice.data) == {"title", "names"}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of a few rows the other database reads all, whatever it is asked")
def test_a_batch_of_letters_reads_the_assignments_of_its_own_people():
    call, (offer,) = a_choice(1)
    person = a_pledge(call, offer).person
    decided(call)
    with CaptureQueriesContext(connection) as asked:
        assert set(got_by(call.topic, {}, [person.pk])) == {person.pk}
    reading = [each["sql"] for each in asked if "offers_assignment" in each["sql"]]
    with connection.cursor() as cursor:
        ways = [row[3] for sql in reading for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert len(reading) == 1
    assert len(asked) == 5
    assert not [way for way in ways if "offers_assignment_call_id" in way or way.startswith("SCAN")]


def test_an_outcome_is_told_to_five_in_as_many_queries_as_to_one():
    costs = []
    for count in (1, 5):
        call, (offer,) = a_choice(1)
        for _ in range(count):
            a_pledge(call, offer)
        tasks.close_due(CLOSES)
        known()
        tasks.clear_due(CLOSES)
        seal()
        with CaptureQueriesContext(connection) as asked:
            relay()
        costs.append(len(asked))
    assert costs[0] == costs[1]

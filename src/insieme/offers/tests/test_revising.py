# SPDX-License-Identifier: AGPL-3.0-or-later
"""Revising an offer: public and immutable once signed, in force at once, and only while the call allows it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, NotVisible
from insieme.offers import access, actions
from insieme.offers.actions.interests import OwnCall
from insieme.offers.actions.offering import OfferChanged
from insieme.offers.models import Call, Offer, Revision
from insieme.offers.queries.offers import terms
from insieme.offers.queries.revisions import ranked_an_older_revision, revisions_of
from insieme.offers.rules.revisions import NothingChanged
from insieme.offers.tests.makers import (
    CHOOSING,
    DAY,
    MEANWHILE,
    REVISED,
    a_call,
    a_choice,
    a_pledge,
    a_revision,
    an_offer,
    as_actor,
    offer_text,
)
from insieme.people.access import SignInFirst
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_colleague, a_person, hired
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db


def draft(offer, *, by=None, now=DAY, text=None, **more):
    said = text or offer_text(price_minor=1800)
    return actions.draft_revision(offer.call.slug, offer.ref, by=by or as_actor(offer.owner), text=said, now=now, **more)


def sign(offer, seen, *, now=DAY, by=None):
    return actions.sign_revision(offer.call.slug, offer.ref, by=by or as_actor(offer.owner), name="Ugo", title="", seen=seen, now=now)


def test_the_first_signature_is_the_first_revision():
    offer = an_offer(a_call())
    [first] = revisions_of(offer)
    assert (first.number, first.signed_name, first.words["price_minor"]) == (1, "Irene Lauri", 1950)
    assert first.fact.code == "offers.offer_signed"
    assert (offer.revision, offer.alike) == (1, [1])


def test_a_signed_revision_is_in_force_and_the_record_says_what_changed():
    offer = an_offer(a_call())
    text = replace(offer_text(price_minor=1800, quorum=3), commitment="Pannelli sulla scuola e sulla palestra")
    made = draft(offer, text=text, because="Il fornitore ha abbassato il prezzo.", answers=["price", "nonsense"])
    assert Offer.objects.get(pk=offer.pk).price_minor == 1950
    signed = sign(offer, made.digest)
    offer.refresh_from_db()
    assert (offer.price_minor, offer.quorum, offer.revision, offer.signed_name) == (1800, 3, 2, "Ugo")
    assert [tier.threshold for tier in offer.tiers.all()] == [3]
    said = json.loads(signed.fact.public)
    assert [each["name"] for each in said["changes"]] == ["price_minor", "quorum", "commitment", "tiers"]
    assert (said["number"], said["answers"], said["words_sha256"]) == (2, ["price"], signed.digest)
    assert "Ugo" not in signed.fact.public
    assert [each.number for each in revisions_of(offer)] == [2, 1]
    assert revisions_of(offer)[1].words["price_minor"] == 1950


def test_a_draft_is_one_and_written_anew_and_thrown_away():
    offer = an_offer(a_call())
    first = draft(offer)
    again = draft(offer, text=offer_text(price_minor=1700))
    assert (again.pk, again.words["price_minor"]) == (first.pk, 1700)
    assert [each.number for each in revisions_of(offer)] == [1]
    for _twice in range(2):
        actions.drop_revision(offer.call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    assert Revision.objects.count() == 1
    with pytest.raises(NotVisible):
        sign(offer, again.digest)


def test_what_was_not_read_is_not_signed_and_twice_is_once():
    offer = an_offer(a_call())
    read = draft(offer)
    draft(offer, text=offer_text(price_minor=1700))
    with pytest.raises(OfferChanged):
        sign(offer, read.digest)
    latest = Revision.objects.get(offer=offer, number=2).digest
    assert sign(offer, latest) == sign(offer, latest)
    seal()
    assert [entry.code for entry in feed(about=offer.call.topic)].count("offers.offer_revised") == 1


def test_a_revision_says_something_new_in_numbers_that_hold_and_answers_with_a_sentence():
    offer = an_offer(a_call())
    with pytest.raises(NothingChanged):
        draft(offer, text=offer_text())
    with pytest.raises(Invalid) as refused:
        draft(offer, text=offer_text(capacity=1))
    assert "capacity" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        draft(offer, answers=["price"])
    assert set(refused.value.fields) == {"because"}


def test_only_managers_of_the_company_revise_and_none_of_the_promoter():
    offer = an_offer(a_call())
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    responder = a_colleague(company, offer.owner, kind="responder")
    for person in (a_person(), responder, offer.call.opened_by):
        with pytest.raises(Denied):
            draft(offer, by=as_actor(person))
    with pytest.raises(SignInFirst):
        draft(offer, by=Actor.stranger())
    made = draft(offer)
    promoter = organisations_by_id([offer.call.promoter_id])[offer.call.promoter_id]
    hired(promoter, offer.call.opened_by, offer.owner)
    with pytest.raises(OwnCall):
        sign(offer, made.digest)


def test_no_revision_of_what_does_not_stand():
    call = a_call()
    unsigned, gone = an_offer(call, signed=False), an_offer(call)
    actions.withdraw_offer(call.slug, gone.ref, by=as_actor(gone.owner), now=DAY)
    for offer in (unsigned, gone):
        with pytest.raises(access.NotStanding):
            draft(offer)


def test_while_people_choose_only_where_the_call_says_so_and_only_until_then():
    closed, [offer] = a_choice(2)
    with pytest.raises(access.RevisionsClosed):
        draft(offer, now=CHOOSING)
    call, [offer] = a_choice(2, revisions_until=REVISED)
    made = draft(offer, now=MEANWHILE)
    with pytest.raises(access.RevisionsClosed):
        sign(offer, made.digest, now=REVISED)
    sign(offer, made.digest, now=MEANWHILE)
    assert Call.objects.get(pk=call.pk).revisions == 1
    with pytest.raises(Invalid):
        draft(offer, text=offer_text(quorum_unit="units"), now=MEANWHILE)
    assert closed.revisions_until is None


@pytest.mark.parametrize("until", [CHOOSING.replace(hour=1), CHOOSING.replace(day=25)])
def test_revisions_end_while_people_choose(until):
    with pytest.raises(Invalid) as refused:
        a_call(revisions_until=until)
    assert set(refused.value.fields) == {"revisions_until"}


def test_what_a_process_remembers_of_a_call_is_never_older_than_a_revision():
    call, [offer] = a_choice(2, revisions_until=REVISED)
    assert terms(call)[offer.ref].price_minor == 1950
    a_revision(offer, price_minor=1800)
    now = terms(Call.objects.get(pk=call.pk))[offer.ref]
    assert (now.price_minor, now.revision, now.alike) == (1800, 2, (2,))


def test_who_ranked_an_older_revision_is_to_be_told():
    call, (first, second) = a_choice(2, 2, revisions_until=REVISED)
    ranked, other, gone = a_pledge(call, second, first), a_pledge(call, second), a_pledge(call, first)
    actions.withdraw_pledge(call.slug, by=as_actor(gone.person), seen=1, now=MEANWHILE)
    assert ranked_an_older_revision(first) == []
    a_revision(first, price_minor=1800)
    a_pledge(Call.objects.get(pk=call.pk), first)
    assert ranked_an_older_revision(first) == [ranked.person_id]
    a_revision(first, price_minor=1950)
    assert ranked.person_id not in ranked_an_older_revision(first)
    assert other.person_id not in ranked_an_older_revision(first)
    assert Offer.objects.get(pk=first.pk).alike == [1, 3]

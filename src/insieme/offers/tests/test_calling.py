# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of calls and offers: who may do what, when, and what it states."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, NotVisible, WrongState
from insieme.offers import access, actions, facts, queries
from insieme.offers.actions.interests import OwnCall
from insieme.offers.actions.offering import OfferAlreadyMade, OfferChanged, TierText, text_digest
from insieme.offers.models import Call, Offer, OfferState, Phase
from insieme.offers.rules.pledging import MOST_TO_PAY
from insieme.offers.tests.makers import (
    CHOOSING,
    CLOCK,
    CLOSES,
    DAY,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    an_offer,
    as_actor,
    call_text,
    offer_text,
    published,
)
from insieme.people.queries import organisations_by_id, places_named
from insieme.people.rules import FreePlace, read_place
from insieme.people.tests.makers import a_person, an_organisation, hired
from insieme.record.actions import seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    """Codes of what this room has stated, oldest first."""
    seal()
    return [entry.code for entry in reversed(feed()) if entry.code.startswith("offers.")]


def test_a_draft_is_seen_by_the_promoters_managers_alone() -> None:
    draft, manager = a_draft()
    assert access.call(as_actor(manager), draft.slug) == draft
    for actor in (as_actor(a_person()), Actor.stranger()):
        with pytest.raises(NotVisible):
            access.call(actor, draft.slug)
    assert said() == []


def test_only_a_manager_drafts_for_an_organisation() -> None:
    with pytest.raises(Denied):
        actions.open_call(an_organisation(owner=a_person()).pk, by=as_actor(a_person()), text=call_text(), now=DAY)


def test_from_draft_to_closed_each_step_is_stated_once() -> None:
    call = a_call()
    offer = an_offer(call)
    for _ in range(2):
        actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)
    a_pledge(call, offer)
    for _ in range(2):
        actions.close_call(call.slug, by=CLOCK, now=CLOSES)
    opened = ["offers.call_published", "offers.interests_declared"]
    assert said() == [*opened, "offers.offer_signed", "offers.choosing_began", "offers.pledged", "offers.call_closed"]
    assert Call.objects.get().phase == Phase.CLOSED


def test_the_clock_does_nothing_early() -> None:
    call = a_call()
    an_offer(call)
    actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING - timedelta(seconds=1))
    assert Call.objects.get().phase == Phase.OPEN
    actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)
    actions.close_call(call.slug, by=CLOCK, now=CLOSES - timedelta(seconds=1))
    assert Call.objects.get().phase == Phase.CHOOSING


def test_a_call_that_nobody_answered_is_cancelled_with_the_reason() -> None:
    call = a_call()
    an_offer(call, signed=False)
    actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)
    call.refresh_from_db()
    assert call.phase == Phase.CANCELLED
    for language, words in (("en", "No company answered"), ("it", "Nessuna azienda")):
        with override(language):
            assert words in str(call.why_cancelled)
            assert words in str(facts.CallCancelled(call.slug, call.title, call.cancelled_because).sentence())
    assert said()[-1] == "offers.call_cancelled"


def test_two_calls_of_one_title_have_two_addresses() -> None:
    assert a_draft(title="Caffè")[0].slug == "caffe"
    assert a_draft(title="Caffè")[0].slug.startswith("caffe-")
    assert a_draft(title="咖啡")[0].slug


def test_the_second_of_two_clicks_drafts_nothing_more() -> None:
    draft, manager = a_draft(title="Caffè", criteria=["Gusto", "Prezzo"])
    again = {"by": as_actor(manager), "now": DAY, "text": call_text(title="Caffè", criteria=["Gusto", "Prezzo"])}
    assert actions.open_call(draft.promoter_id, **again) == draft
    published(draft, manager)
    assert actions.open_call(draft.promoter_id, **again) != draft


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"choosing_at": DAY}, "choosing_at"),
        ({"closes_at": CHOOSING}, "closes_at"),
        ({"closes_at": DAY + timedelta(days=1000)}, "closes_at"),
        ({"menu": {"at_least": [1]}}, "at_least"),
        ({"menu": {"near": list(range(2, 10))}}, "near"),
    ],
)
def test_a_call_that_cannot_hold_is_refused_at_the_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(**changes)
    assert list(refused.value.fields) == [field]


def test_all_that_is_to_be_mended_in_a_call_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(choosing_at=DAY, closes_at=DAY, menu={"at_least": [1], "near": list(range(2, 10))})
    assert set(refused.value.fields) == {"choosing_at", "closes_at", "at_least", "near"}


def test_a_place_comes_to_be_with_the_call_and_not_without_it() -> None:
    lugano, bern = FreePlace("Lugano", "CH"), FreePlace("Bern", "CH")
    with pytest.raises(Invalid):
        a_draft(place=lugano, closes_at=DAY)
    draft, manager = a_draft(place=bern)
    with pytest.raises(Invalid):
        actions.edit_call(draft.slug, by=as_actor(manager), text=call_text(place=lugano, closes_at=DAY), now=DAY)
    assert not places_named(read_place("Lugano, CH"))
    assert [str(place) for place in places_named(read_place("Bern, CH"))] == [str(draft.place)] == ["Bern, CH"]
    assert actions.edit_call(draft.slug, by=as_actor(manager), text=call_text(place=bern), now=DAY).place == draft.place


def test_once_open_a_call_keeps_its_dates_and_its_menu() -> None:
    draft, manager = a_draft()
    published(draft, manager)
    text = call_text(title="Caffè, meglio detto")
    assert actions.edit_call(draft.slug, by=as_actor(manager), text=text, now=DAY).title == "Caffè, meglio detto"
    with pytest.raises(Invalid):
        actions.edit_call(draft.slug, by=as_actor(manager), text=call_text(closes_at=CLOSES + timedelta(days=1)), now=DAY)


def test_what_a_company_has_signed_an_answer_to_stays_as_it_read_it() -> None:
    draft, manager = a_draft()
    call = published(draft, manager)
    drafted = an_offer(call, signed=False)
    assert queries.call_page(as_actor(manager), call.slug, now=DAY).may_edit
    actions.edit_call(call.slug, by=as_actor(manager), text=call_text(need="Mezza tonnellata."), now=DAY)
    actions.sign_offer(call.slug, drafted.ref, by=as_actor(drafted.owner), name="Irene Lauri", title="", now=DAY)
    with pytest.raises(access.WordsBind):
        actions.edit_call(call.slug, by=as_actor(manager), text=call_text(need="Due tonnellate."), now=DAY)
    assert not queries.call_page(as_actor(manager), call.slug, now=DAY).may_edit
    assert Call.objects.get().need == "Mezza tonnellata."


def test_cancelling_wants_a_reason_and_a_manager() -> None:
    draft, manager = a_draft()
    call = published(draft, manager)
    with pytest.raises(Invalid):
        actions.cancel_call(call.slug, by=as_actor(manager), because=" ", now=DAY)
    with pytest.raises(Denied):
        actions.cancel_call(call.slug, by=as_actor(a_person()), because="no", now=DAY)
    assert actions.cancel_call(call.slug, by=as_actor(manager), because="Il magazzino ha chiuso.", now=DAY).phase == Phase.CANCELLED
    with pytest.raises(WrongState):
        actions.cancel_call(call.slug, by=as_actor(manager), because="ancora", now=DAY)


def test_an_offer_is_seen_once_signed_and_binds_from_then() -> None:
    call = a_call()
    offer = an_offer(call, signed=False)
    owner = as_actor(offer.owner)
    with pytest.raises(NotVisible):
        access.offer(as_actor(a_person()), call.slug, offer.ref)
    actions.sign_offer(call.slug, offer.ref, by=owner, name="Irene Lauri", title="titolare", now=DAY)
    assert access.offer(Actor.stranger(), call.slug, offer.ref).signed_name == "Irene Lauri"
    with pytest.raises(WrongState):
        actions.sign_offer(call.slug, offer.ref, by=owner, name="Irene Lauri", title="", now=DAY)
    with pytest.raises(WrongState):
        actions.edit_offer(call.slug, offer.ref, by=owner, text=offer_text(price_minor=1))
    assert said().count("offers.offer_signed") == 1


def test_nobody_signs_what_a_colleague_has_changed_since_they_read_it() -> None:
    call = a_call()
    offer = an_offer(call, signed=False)
    signs = {"by": as_actor(offer.owner), "name": "Irene Lauri", "title": "", "now": DAY}
    read = text_digest(offer)
    actions.edit_offer(call.slug, offer.ref, by=as_actor(offer.owner), text=offer_text(tiers=(TierText(2, percent_hundredths=9900),)))
    with pytest.raises(OfferChanged):
        actions.sign_offer(call.slug, offer.ref, **signs, seen=read)
    offer.refresh_from_db()
    assert actions.sign_offer(call.slug, offer.ref, **signs, seen=text_digest(offer)).state == OfferState.SIGNED


def test_the_record_holds_the_whole_commitment_but_not_who_signed() -> None:
    call = a_call()
    offer = an_offer(call)
    said()
    public = feed()[0].public
    assert offer.commitment in public
    assert '"percent_hundredths":1200' in public
    assert "Irene Lauri" not in public


def test_a_company_has_one_standing_offer_and_may_begin_again() -> None:
    call = a_call()
    offer = an_offer(call)
    owner = as_actor(offer.owner)
    again = {"by": owner, "organisation_id": offer.organisation_id, "text": offer_text(), "now": DAY}
    with pytest.raises(OfferAlreadyMade):
        actions.make_offer(call.slug, **again)
    actions.withdraw_offer(call.slug, offer.ref, by=owner, now=DAY)
    assert actions.make_offer(call.slug, **again).state == OfferState.DRAFT


def test_only_a_second_offer_is_called_a_second_offer() -> None:
    owner = a_person()
    company = an_organisation(owner=owner)
    with pytest.raises(IntegrityError):
        actions.make_offer(a_call().slug, by=as_actor(owner), organisation_id=company.pk, text=offer_text(product=None), now=DAY)


def test_who_promotes_makes_no_offer_and_who_is_no_manager_neither() -> None:
    draft, manager = a_draft()
    published(draft, manager)
    with pytest.raises(OwnCall):
        actions.make_offer(draft.slug, by=as_actor(manager), organisation_id=draft.promoter_id, text=offer_text(), now=DAY)
    company = an_organisation(owner=a_person())
    with pytest.raises(Denied):
        actions.make_offer(draft.slug, by=as_actor(manager), organisation_id=company.pk, text=offer_text(), now=DAY)


def test_who_promotes_makes_no_offer_in_anothers_name_either() -> None:
    draft, manager = a_draft()
    published(draft, manager)
    other = an_organisation(owner=manager)
    with pytest.raises(OwnCall):
        actions.make_offer(draft.slug, by=as_actor(manager), organisation_id=other.pk, text=offer_text(), now=DAY)
    assert queries.may_offer_for(as_actor(manager), draft) == []
    drafted = an_offer(draft, signed=False)
    hired(organisations_by_id([draft.promoter_id])[draft.promoter_id], manager, drafted.owner)
    with pytest.raises(OwnCall):
        actions.sign_offer(draft.slug, drafted.ref, by=as_actor(drafted.owner), name="Irene Lauri", title="", now=DAY)


def test_offers_end_at_their_deadline_even_before_the_clock_lets_people_choose() -> None:
    call = a_call()
    signed, drafted = an_offer(call), an_offer(call, signed=False)
    owner, signer = a_person(), {"name": "Irene Lauri", "title": "", "now": CHOOSING}
    company = an_organisation(owner=owner)
    with pytest.raises(access.OffersAreIn):
        actions.make_offer(call.slug, by=as_actor(owner), organisation_id=company.pk, text=offer_text(), now=CHOOSING)
    with pytest.raises(access.OffersAreIn):
        actions.sign_offer(call.slug, drafted.ref, by=as_actor(drafted.owner), **signer)
    with pytest.raises(access.OffersAreIn):
        actions.withdraw_offer(call.slug, signed.ref, by=as_actor(signed.owner), now=CHOOSING)
    assert list(Offer.objects.standing()) == [signed]


def test_who_promotes_cancels_nothing_once_the_deadline_has_passed() -> None:
    draft, manager = a_draft()
    call = published(draft, manager)
    an_offer(call)
    actions.begin_choosing(call.slug, by=CLOCK, now=CHOOSING)
    with pytest.raises(access.TooLate):
        actions.cancel_call(call.slug, by=as_actor(manager), because="Non mi piace chi vince.", now=CLOSES)
    forgotten, manager = a_draft()
    assert actions.cancel_call(forgotten.slug, by=as_actor(manager), because="Mai aperta.", now=CLOSES).phase == Phase.CANCELLED


def test_nothing_changes_hands_once_people_choose() -> None:
    call, (offer,) = a_choice(2)
    owner = Offer.objects.get(pk=offer.pk).made_by
    with pytest.raises(access.NotInThisPhase):
        actions.withdraw_offer(call.slug, offer.ref, by=as_actor(owner), now=CHOOSING)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_minor": MOST_TO_PAY + 1}, "price"),
        ({"quorum": 0, "tiers": (TierText(1, what="x"),)}, "quorum"),
        ({"capacity": 1}, "capacity"),
        ({"proof_by": CLOSES.date()}, "proof_by"),
        ({"tiers": ()}, "tier-1"),
        ({"tiers": (TierText(2, what="x"), TierText(2, what="y"))}, "tier-2"),
        ({"tiers": (TierText(2, percent_hundredths=1, amount_minor=1),)}, "tier-1"),
        ({"tiers": (TierText(2),)}, "tier-1"),
        ({"tiers": (TierText(2, amount_minor=50), TierText(3, amount_minor=40))}, "tier-2"),
        ({"tiers": (TierText(2, percent_hundredths=500), TierText(3, what="x"), TierText(4, percent_hundredths=499))}, "tier-3"),
        ({"tiers": (TierText(2, percent_hundredths=10_001),)}, "tier-1"),
        ({"capacity": 9, "tiers": (TierText(2, what="x"), TierText(10, what="y"))}, "tier-2"),
    ],
)
def test_an_offer_whose_numbers_do_not_hold_is_refused_at_the_field(changes: dict[str, object], field: str) -> None:
    call = a_call()
    with pytest.raises(Invalid) as refused:
        an_offer(call, **changes)
    assert field in refused.value.fields
    assert not Offer.objects.exists()

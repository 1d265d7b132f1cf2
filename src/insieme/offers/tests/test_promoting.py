# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promoting together, declared interests, and that nobody campaigns for their own benefit."""

from __future__ import annotations

from itertools import count

import pytest
from django.core import mail

from insieme.foundation.errors import Denied, Invalid, NotVisible, WrongState
from insieme.offers import access, actions, queries, tasks
from insieme.offers.actions.interests import InterestsUndeclared, OwnCall, SharedManager
from insieme.offers.actions.promoting import AlreadyDeclined, BidderCannotPromote
from insieme.offers.models import Call, CoPromoter, Declaration, FoundTie, Tie
from insieme.offers.queries.beside import ties_to
from insieme.offers.tests.makers import CHOOSING, DAY, a_call, a_draft, an_offer, as_actor, offer_text, published
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, hired
from insieme.record.actions import relay, seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db
TIE = actions.TieText("Torrefazione Zeta", "customer", "da tre anni")


@pytest.fixture(autouse=True)
def at_once(settings):
    """Letters are sent as soon as they are handed over."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def codes(call: Call) -> list[str]:
    seal()
    return [entry.code for entry in feed(about=call.topic)][::-1]


def promoter_of(call: Call):
    return as_actor(call.opened_by)


_names = count(1)


def asked(call: Call, owner=None):
    """An organisation that is asked to promote the call, with its owner."""
    owner = owner or a_person()
    organisation = an_organisation(f"Rete {next(_names)}", owner=owner)
    return actions.ask_to_promote(call.slug, by=promoter_of(call), to=organisation.slug, now=DAY), organisation, owner


def joined(call: Call, *ties: actions.TieText):
    made, organisation, owner = asked(call)
    actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=True, ties=ties, now=DAY)
    return made, organisation, owner


def test_a_call_opens_once_its_promoter_has_declared() -> None:
    draft, manager = a_draft()
    with pytest.raises(InterestsUndeclared):
        actions.publish_call(draft.slug, by=as_actor(manager), now=DAY)
    call = published(draft, manager, TIE)
    assert codes(call) == ["offers.call_published", "offers.interests_declared"]
    assert [(tie["name"], tie["relation"], tie["words"]) for tie in _beside(call)["declared"][0]["ties"]] == [
        ("Torrefazione Zeta", "customer", "da tre anni")
    ]


def test_to_declare_the_same_again_says_nothing_and_anew_replaces() -> None:
    draft, manager = a_draft()
    call = published(draft, manager, TIE)
    for ties in ((TIE,), (TIE,), (), ()):
        actions.declare_interests(call.slug, by=as_actor(manager), ties=ties, now=DAY)
    assert codes(call).count("offers.interests_declared") == 2
    assert Declaration.objects.get().ties.count() == 0


@pytest.mark.parametrize("tie", [actions.TieText(" ", "customer"), actions.TieText("Zeta", "cousin")])
def test_a_tie_is_to_somebody_and_of_the_twelve_kinds(tie) -> None:
    draft, manager = a_draft()
    with pytest.raises(Invalid) as refusal:
        actions.declare_interests(draft.slug, by=as_actor(manager), ties=[TIE, tie], now=DAY)
    assert set(refusal.value.fields) == {"tie-2"}
    assert not Declaration.objects.exists()


def test_strangers_declare_nothing() -> None:
    call = a_call()
    with pytest.raises(WrongState):
        actions.declare_interests(call.slug, by=as_actor(a_person()), ties=[], now=DAY)


def test_until_they_agree_nothing_follows_then_they_may_what_the_promoter_may() -> None:
    call = a_call()
    made, organisation, owner = asked(call)
    assert not access.promotes(as_actor(owner), Call.objects.get())
    assert _beside(call)["others"] == []
    for _twice in range(2):
        actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=True, ties=[TIE], now=DAY)
    assert access.promotes(as_actor(owner), Call.objects.get())
    assert [each["slug"] for each in _beside(call)["others"]] == [organisation.slug]
    assert codes(call)[-2:] == ["offers.promoter_joined", "offers.interests_declared"]
    actions.cancel_call(call.slug, by=as_actor(owner), because="Non serve più.", now=DAY)
    seal()
    assert feed(about=call.topic)[0].actor == f"organisation:{organisation.slug}"


def test_a_person_may_promote_too_and_the_record_names_nobody() -> None:
    call, ada = a_call(), a_person("Ada Ferri", handle="ada")
    made = actions.ask_to_promote(call.slug, by=promoter_of(call), to="@ada", now=DAY)
    actions.answer_promotion(call.slug, made.ref, by=as_actor(ada), agree=True, ties=[TIE], now=DAY)
    assert access.promotes(as_actor(ada), Call.objects.get())
    seal()
    told = [entry for entry in feed(about=call.topic) if entry.code in {"offers.promoter_joined", "offers.interests_declared"}][:2]
    assert {entry.actor for entry in told} == {"person"}
    assert not [entry.public for entry in told if "Ada" in entry.public or "Zeta" in entry.public]


def test_who_leaves_manages_no_more_and_may_be_asked_again() -> None:
    call = a_call()
    made, organisation, owner = joined(call)
    for _twice in range(2):
        actions.leave_promotion(call.slug, made.ref, by=as_actor(owner), now=DAY)
    assert not access.promotes(as_actor(owner), Call.objects.get())
    assert codes(call).count("offers.promoter_left") == 1
    assert actions.ask_to_promote(call.slug, by=promoter_of(call), to=organisation.slug, now=DAY).state == "invited"


def test_a_no_is_final() -> None:
    call = a_call()
    made, organisation, owner = asked(call)
    for _twice in range(2):
        actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=False, now=DAY)
    with pytest.raises(WrongState):
        actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=True, now=DAY)
    with pytest.raises(AlreadyDeclined):
        actions.ask_to_promote(call.slug, by=promoter_of(call), to=organisation.slug, now=DAY)
    assert len(codes(call)) == 2


def test_only_who_was_asked_answers_and_only_who_promotes_asks() -> None:
    call = a_call()
    made, _organisation, _owner = asked(call)
    with pytest.raises(NotVisible):
        actions.answer_promotion(call.slug, made.ref, by=as_actor(a_person()), agree=True, now=DAY)
    with pytest.raises(Denied):
        actions.ask_to_promote(call.slug, by=as_actor(a_person()), to="@nobody", now=DAY)
    actions.take_back_promotion(call.slug, made.ref, by=promoter_of(call))
    assert not CoPromoter.objects.exists()


def test_neither_a_co_promoter_nor_its_managers_make_an_offer() -> None:
    call = a_call()
    _made, organisation, owner = joined(call)
    shop = an_organisation(owner=owner)
    outsider = a_colleague(organisation, owner)
    for company, by in ((organisation, owner), (shop, owner), (organisation, outsider)):
        with pytest.raises(OwnCall):
            actions.make_offer(call.slug, by=as_actor(by), organisation_id=company.pk, text=offer_text(), now=DAY)
    assert queries.may_offer_for(as_actor(owner), Call.objects.get()) == []


def test_who_has_answered_does_not_promote() -> None:
    call = a_call()
    offer = an_offer(call)
    made, _organisation, owner = asked(call, owner=offer.owner)
    with pytest.raises(BidderCannotPromote):
        actions.answer_promotion(call.slug, made.ref, by=as_actor(owner), agree=True, now=DAY)


def test_a_shared_manager_keeps_the_company_from_signing() -> None:
    call, friend = a_call(), a_person()
    drafted = an_offer(call, signed=False)
    _hire_into_offer(drafted, friend)
    hired(call.promoter, call.opened_by, friend)
    with pytest.raises(SharedManager):
        actions.sign_offer(call.slug, drafted.ref, by=as_actor(drafted.owner), name="Irene", title="", now=DAY)


def test_a_role_taken_after_the_signature_is_found_and_shown_once(client) -> None:
    call, friend = a_call(), a_person()
    offer = an_offer(call)
    hired(call.promoter, call.opened_by, friend)
    _hire_into_offer(offer, friend)
    for _twice in range(2):
        seal()
        relay()
    assert FoundTie.objects.count() == 1
    assert codes(call).count("offers.tie_found") == 1
    for address in (f"/calls/{call.slug}/", f"/calls/{call.slug}/offers/{offer.ref}/"):
        assert 'class="note plum marked"' in client.get(address).content.decode()


def test_a_declared_tie_stands_beside_the_offer_that_it_concerns(client) -> None:
    zeta = an_organisation("Torrefazione Zeta")
    draft, manager = a_draft()
    call = published(draft, manager, TIE)
    assert Tie.objects.get().organisation_id == zeta.pk
    offer = an_offer(call)
    assert ties_to(Call.objects.get(), zeta.slug)["declared"]
    assert "da tre anni" not in client.get(f"/calls/{call.slug}/offers/{offer.ref}/").content.decode()
    assert "da tre anni" in client.get(f"/calls/{call.slug}/").content.decode()


def test_one_letter_to_each_who_may_answer() -> None:
    call = a_call()
    made, organisation, owner = asked(call)
    a_colleague(organisation, owner, "member")
    assert tasks.write_due(DAY) == 1
    assert tasks.write_due(CHOOSING) == 0
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert f"/calls/{call.slug}/promoters/{made.ref}/" in letter.body


def _hire_into_offer(offer, person) -> None:
    hired(offer.organisation, offer.owner, person)


def _beside(call: Call):
    return Call.objects.get(pk=call.pk).beside

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking somebody to work for an organisation, and every answer: rows, facts, refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible
from insieme.people import actions, queries
from insieme.people.access import NotAtYourRole, NotInvited, SignInFirst, may_act_for
from insieme.people.models import Invitation, Role
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, said_about

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
END = NOW + 30 * DAY


@pytest.fixture
def lauri():
    return an_organisation("Lauri", owner=a_person("Irene Lauri", handle="irene"))


@pytest.fixture
def irene(lauri):
    return queries.person_by_handle("irene")


@pytest.fixture
def ada():
    return a_person("Ada Ferri", handle="ada", email="ada@example.it")


def invite(by, to="ada@example.it", kind="manager", title="buyer", now=NOW):
    return actions.invite("lauri", by=as_actor(by), to=to, kind=kind, title=title, now=now)


def accept(invitation, by, now=NOW, **read):
    terms = {"kind": invitation.kind, "title": invitation.title} | read
    return actions.accept("lauri", invitation.ref, by=as_actor(by), now=now, **terms)


def waiting(person, now=NOW):
    return queries.invitations_to(as_actor(person), now=now)


@pytest.mark.parametrize("to", ["ada@example.it", "ADA@example.it", "@ada", "ada"])
def test_nothing_follows_from_an_invitation_until_it_is_accepted(lauri, irene, ada, to):
    before = said_about(lauri)
    invitation = invite(irene, to)
    assert waiting(ada) == [invitation]
    assert not may_act_for(as_actor(ada), lauri.pk, "member")
    assert queries.staff(lauri.pk) == list(Role.objects.filter(person=irene))
    assert queries.roles_of(ada.pk) == queries.own_roles(as_actor(ada)) == []
    assert said_about(lauri) == before
    role = accept(invitation, ada)
    assert (role.person, role.kind, role.title) == (ada, "manager", "buyer")
    assert may_act_for(as_actor(ada), lauri.pk, "manager")
    assert said_about(lauri)[0] == (
        "people.role_given",
        "organisation:lauri",
        {"organisation": "lauri", "name": "Lauri", "role": "manager"},
    )
    assert not Invitation.objects.exists()


def test_the_same_click_twice_is_harmless(lauri, irene, ada):
    once, twice = invite(irene), invite(irene, now=NOW + DAY)
    assert (once, once.ends_at, Invitation.objects.count()) == (twice, twice.ends_at, 1)
    assert accept(once, ada) == accept(once, ada)
    assert len(said_about(lauri)) == 2
    again = invite(irene, "bea@example.it")
    for _twice in range(2):
        actions.take_back("lauri", again.ref, by=as_actor(irene))
    declined = invite(irene, "@ada", kind="owner")
    for _twice in range(2):
        actions.decline("lauri", declined.ref, by=as_actor(ada), now=NOW)
    assert Role.objects.get(person=ada).kind == "manager"


def test_another_role_changes_what_stands_and_is_accepted_only_as_it_was_read(irene, ada):
    read = invite(irene, kind="member")
    for changes in ({"kind": "owner"}, {"kind": "member", "title": "clown"}):
        changed = invite(irene, **changes)
        assert changed == read
        with pytest.raises(actions.InvitationChanged):
            accept(read, ada)
    assert accept(changed, ada).title == "clown"


def test_a_role_one_has_stays_until_the_new_one_is_accepted(lauri, irene):
    bea = a_colleague(lauri, irene, "manager")
    smaller = invite(irene, bea.email, kind="member", title="")
    assert may_act_for(as_actor(bea), lauri.pk, "manager")
    accept(smaller, bea)
    assert not may_act_for(as_actor(bea), lauri.pk, "responder")
    assert Role.objects.filter(organisation=lauri, person=bea).count() == 1


def test_who_has_declined_may_change_their_mind_but_is_not_asked_again_before_the_end(lauri, irene, ada):
    invitation = invite(irene)
    actions.decline("lauri", invitation.ref, by=as_actor(ada), now=NOW)
    assert waiting(ada) == []
    assert [one.answer for one in queries.invitations_from(lauri.pk, now=NOW)] == ["declined"]
    with pytest.raises(actions.HasDeclined):
        invite(irene, kind="owner")
    actions.take_back("lauri", invitation.ref, by=as_actor(irene))
    assert accept(invitation, ada).kind == "manager"


def test_after_a_decline_one_is_asked_anew_once_it_has_ended(irene, ada):
    declined = invite(irene)
    actions.decline("lauri", declined.ref, by=as_actor(ada), now=NOW)
    anew = invite(irene, now=END)
    assert anew.ref != declined.ref
    assert waiting(ada, END) == [anew]


def test_an_invitation_ends_after_thirty_days_and_is_forgotten(lauri, irene, ada):
    invitation = invite(irene)
    assert invitation.ends_at == END
    just_before = END - timedelta(seconds=1)
    assert waiting(ada, just_before) == queries.invitations_from(lauri.pk, now=just_before) == [invitation]
    assert waiting(ada, END) == queries.invitations_from(lauri.pk, now=END) == []
    for late in (lambda: accept(invitation, ada, END), lambda: actions.decline("lauri", invitation.ref, by=as_actor(ada), now=END)):
        with pytest.raises(NotInvited):
            late()
    assert actions.forget_ended(now=just_before) == 0
    assert actions.forget_ended(now=END) == 1
    assert not Invitation.objects.exists()


def test_an_invitation_that_was_taken_back_is_gone(irene, ada):
    invitation = invite(irene)
    actions.take_back("lauri", invitation.ref, by=as_actor(irene))
    assert waiting(ada) == []
    with pytest.raises(NotInvited):
        accept(invitation, ada)


def test_an_address_without_an_account_waits_for_whoever_confirms_it(irene):
    invitation = invite(irene, "new@example.it")
    new = a_person(email="other@example.it")
    address = EmailAddress.objects.create(user=new, email="new@example.it", verified=False)
    assert waiting(new) == []
    with pytest.raises(NotInvited):
        accept(invitation, new)
    address.verified = True
    address.save()
    assert waiting(new) == [invitation]
    assert accept(invitation, new).person == new


@pytest.mark.parametrize("to", ["@ada", "nobody@example.it"])
def test_nobody_else_answers(irene, ada, to):
    invitation, stranger = invite(irene, to), a_person()
    with pytest.raises(NotInvited):
        accept(invitation, stranger)
    for other in (stranger, irene):
        with pytest.raises(NotInvited):
            actions.decline("lauri", invitation.ref, by=as_actor(other), now=NOW)
    assert accept(invitation, irene).kind == "owner"  # who works here already has what they have
    with pytest.raises(SignInFirst):
        actions.accept("lauri", invitation.ref, by=Actor.stranger(), kind="manager", title="buyer", now=NOW)
    assert queries.invitations_to(Actor.stranger(), now=NOW) == []
    assert list(Invitation.objects.all()) == [invitation]


def test_only_owners_invite_and_take_back(lauri, irene, ada):
    invitation = invite(irene)
    for kind in ("manager", "responder", "member"):
        colleague = a_colleague(lauri, irene, kind)
        with pytest.raises(NotAtYourRole):
            invite(colleague, "bea@example.it")
        with pytest.raises(NotAtYourRole):
            actions.take_back("lauri", invitation.ref, by=as_actor(colleague))
    with pytest.raises(NotVisible):
        actions.invite("nobody", by=as_actor(irene), to="ada", kind="member", now=NOW)
    assert list(Invitation.objects.all()) == [invitation]


def test_an_owner_takes_back_only_their_own_organisations_invitations(irene, ada):
    invitation = invite(irene)
    other = an_organisation("Altra", owner=a_person(handle="omar"))
    actions.take_back(other.slug, invitation.ref, by=as_actor(queries.person_by_handle("omar")))
    assert waiting(ada) == [invitation]


@pytest.mark.parametrize(("to", "kind", "field"), [("nobody", "member", "to"), ("nobody at all", "member", "to"), ("ada", "king", "kind")])
def test_what_does_not_hold_is_refused_at_its_field(irene, ada, to, kind, field):
    with pytest.raises(Invalid) as refusal:
        invite(irene, to, kind=kind)
    assert set(refusal.value.fields) == {field}
    assert not Invitation.objects.exists()


def test_who_has_left_cannot_be_invited_by_name(irene, ada):
    ada.is_active = False
    ada.save()
    with pytest.raises(Invalid):
        invite(irene, "@ada")


@pytest.mark.parametrize("leaves", ["is removed", "lays it down", "accepts less"])
def test_what_an_owner_had_begun_ends_with_their_being_one(lauri, irene, ada, leaves):
    omar = a_colleague(lauri, irene, "owner", handle="omar")
    theirs, others = invite(omar), invite(irene, "bea@example.it")
    if leaves == "accepts less":
        accept(invite(irene, "@omar", kind="manager"), omar)
    else:
        actions.take_role("lauri", by=as_actor(irene if leaves == "is removed" else omar), ref=omar.ref)
    with pytest.raises(NotInvited):
        accept(theirs, ada)
    assert list(Invitation.objects.all()) == [others]


def test_those_who_wait_are_listed_in_one_query(lauri, irene, ada, django_assert_num_queries):
    invite(irene)
    invite(irene, "@ada")
    an_organisation("Altra", owner=irene)
    actions.invite("altra", by=as_actor(irene), to="@ada", kind="member", now=NOW)
    with django_assert_num_queries(1):
        assert {str(one.organisation) + str(one.invited_by) for one in waiting(ada)} == {"LauriIrene Lauri", "AltraIrene Lauri"}
    with django_assert_num_queries(1):
        assert sorted(map(str, queries.invitations_from(lauri.pk, now=NOW))) == ["Ada Ferri", "ada@example.it"]

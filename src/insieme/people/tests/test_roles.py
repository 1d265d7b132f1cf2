# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may act for an organisation, as roles are given and taken: rows, facts, refusals."""

from __future__ import annotations

import pytest

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.people import actions, queries
from insieme.people.access import NotAtYourRole, may_act_for, organisations_of
from insieme.people.models import Role
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, hired, said_about

pytestmark = pytest.mark.django_db


def test_a_role_is_given_changed_and_taken_and_the_record_never_says_to_whom():
    owner = a_person()
    made = an_organisation("Lauri", owner=owner)
    bruno = a_colleague(made, owner, "member")
    hired(made, owner, bruno, "manager", "acquisti")
    hired(made, owner, bruno, "manager", "vendite")
    assert Role.objects.get(person=bruno).title == "vendite"
    actions.take_role(made.slug, by=as_actor(owner), ref=bruno.ref)
    assert not may_act_for(as_actor(bruno), made.pk, "member")
    told = [(code, actor, public) for code, actor, public in reversed(said_about(made))][1:]
    assert [(code, public["role"]) for code, _actor, public in told] == [
        ("people.role_given", "member"),
        ("people.role_given", "manager"),
        ("people.role_taken", "manager"),
    ]
    assert {actor for _code, actor, _public in told} == {"organisation:lauri"}
    assert all(set(public) == {"organisation", "name", "role"} for *_who, public in told)
    assert bruno.ref not in str(told)
    assert owner.ref not in str(told)


def test_the_last_owner_stays():
    owner = a_person()
    made = an_organisation(owner=owner)
    for attempt in (
        lambda: actions.take_role(made.slug, by=as_actor(owner), ref=owner.ref),
        lambda: hired(made, owner, owner, "manager"),
    ):
        with pytest.raises(actions.LastOwner):
            attempt()
    assert Role.objects.get().kind == "owner"
    other = a_colleague(made, owner, "owner")
    actions.take_role(made.slug, by=as_actor(other), ref=owner.ref)
    assert [role.person for role in queries.staff(made.pk)] == [other]


def test_everybody_lays_down_their_own_role_but_only_owners_take_others():
    owner = a_person()
    made = an_organisation(owner=owner)
    manager, member = a_colleague(made, owner), a_colleague(made, owner, "member")
    with pytest.raises(NotAtYourRole):
        actions.take_role(made.slug, by=as_actor(manager), ref=member.ref)
    actions.take_role(made.slug, by=as_actor(member), ref=member.ref)
    with pytest.raises(NotVisible):
        actions.take_role(made.slug, by=as_actor(member), ref=member.ref)


def test_each_role_includes_those_below():
    owner = a_person()
    made = an_organisation(owner=owner)
    responder = a_colleague(made, owner, "responder")
    held = [kind for kind in ("owner", "manager", "responder", "member") if may_act_for(as_actor(responder), made.pk, kind)]
    assert held == ["responder", "member"]
    assert organisations_of(as_actor(responder), "responder") == [made]
    assert organisations_of(as_actor(responder)) == []
    assert organisations_of(Actor.stranger()) == []

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Owners who act at the same moment: one is always left. On a real database, in real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from insieme.foundation import clock
from insieme.people import actions, queries
from insieme.people.models import Role
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, said_about

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """Do all works at the same moment; give back what each returned or the refusal that it met."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        except actions.LastOwner as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_all_owners_who_leave_at_once_one_stays():
    first = a_person()
    made = an_organisation(owner=first)
    owners = [first, *(a_colleague(made, first, "owner") for _each in range(3))]

    def leave(owner):
        return lambda: actions.take_role(made.slug, by=as_actor(owner), ref=owner.ref)

    ended = together(*map(leave, owners))
    assert [type(one) for one in ended].count(actions.LastOwner) == 1
    assert [role.kind for role in queries.staff(made.pk)] == ["owner"]


def test_an_invitation_accepted_in_two_windows_at_once_gives_one_role():
    owner, ada = a_person(), a_person()
    made = an_organisation(owner=owner)
    terms = {"kind": "manager", "title": "", "now": clock.now()}
    ref = actions.invite(made.slug, by=as_actor(owner), to=ada.email, **terms).ref
    accept = lambda: actions.accept(made.slug, ref, by=as_actor(ada), **terms)  # noqa: E731 - the same work, four times
    assert together(*[accept] * 4) == [Role.objects.get(person=ada)] * 4
    assert [code for code, *_more in said_about(made)] == ["people.role_given", "people.organisation_registered"]

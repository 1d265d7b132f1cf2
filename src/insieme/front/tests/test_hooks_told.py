# SPDX-License-Identifier: AGPL-3.0-or-later
"""A web hook that is no longer called: the room that calls it says so in the record, and the one that tells people knows it by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from insieme.foundation.actor import Actor
from insieme.hooks.facts import HOOKS, HookStopped
from insieme.notices.kinds import kind_of
from insieme.notices.queries import inbox
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor
from insieme.record.actions import relay, say, seal

pytestmark = pytest.mark.django_db


def stopped(hook: str, *, organisation: str = "", person: str = "") -> None:
    with transaction.atomic():
        say(HookStopped(hook, organisation, person), about=HOOKS, by=Actor.system(HOOKS))


def heard(person: Any) -> list[tuple[str, str]]:
    seal()
    relay()
    with translation.override("en"):
        return [(str(kind_of(each.kind).sentence(each.data)), each.path) for each in inbox(as_actor(person)).notices]


def test_whoever_may_mend_a_hook_that_is_no_longer_called_hears_of_it():
    owner, person = a_person(), a_person()
    company = an_organisation("Lauri", owner=owner)
    manager, member = a_colleague(company, owner), a_colleague(company, owner, "member")
    stopped("abcdefghijkl", organisation=company.slug)
    stopped("mnopqrstuvwx", person=person.topic)
    theirs = [("A web hook of Lauri is no longer called, because its program does not answer", "/hooks/abcdefghijkl/")]
    mine = [("A web hook of yours is no longer called, because its program does not answer", "/hooks/mnopqrstuvwx/")]
    assert [heard(each) for each in (owner, manager, member, person)] == [theirs, theirs, [], mine]

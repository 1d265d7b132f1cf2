# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those who run the installation do to accounts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible, WrongState
from insieme.people import access
from insieme.people.facts import AccountOpenedAgain, AccountShut
from insieme.people.models import Person, Session
from insieme.record.actions import say

#: What facts about the running of the house are about.
DESK = "administration"


class NotYourself(WrongState):
    """Whoever shuts themselves out cannot open again."""

    code = "not_yourself"
    sentence = _("This is your own account. Another operator can close it.")


def shut_out(ref: str, *, by: Actor) -> Person:
    """Close somebody's account to them, and sign them out everywhere. What they did stays. Again changes nothing.

    Refuses: `Denied` to all but operators; `NotVisible`; `NotYourself`.
    Says: `AccountShut`.
    """
    return _set(ref, by=by, active=False)


def let_in(ref: str, *, by: Actor) -> Person:
    """Open an account again that an operator had closed. One that its owner has closed is nobody's any more. Again changes nothing.

    Refuses: `Denied` to all but operators; `NotVisible`.
    Says: `AccountOpenedAgain`.
    """
    return _set(ref, by=by, active=True)


def _set(ref: str, *, by: Actor, active: bool) -> Person:
    access.operator(by)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(ref=ref).exclude(name="", email__endswith=".invalid").first()
        if person is None:
            raise NotVisible
        if person.pk == by.person_id and not active:
            raise NotYourself
        if person.is_active != active:
            person.is_active = active
            person.save(update_fields=["is_active"])
            Session.objects.filter(person=person).delete()
            fact = AccountOpenedAgain if active else AccountShut
            say(fact(person=person.topic), about=DESK, by=by)
    return person

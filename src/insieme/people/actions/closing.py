# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closing one's account: asked for, thought over for a week, done. Nothing that could name the person is left.

The row of the person stays, empty: others' counts stand on it (a pledge that was counted), and nothing in it tells whose it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import letters
from insieme.foundation.actor import Actor, Door
from insieme.foundation.errors import WrongState
from insieme.foundation.ids import new_ref
from insieme.foundation.text import lazily
from insieme.people import access
from insieme.people.actions.roles import take_role
from insieme.people.models import Closing, FormerHandle, Invitation, Organisation, Person, Role
from insieme.people.queries.accounts import owned_alone
from insieme.people.queries.persons import Recipient, recipients
from insieme.people.rules import SECOND_THOUGHTS, belongings
from insieme.record.actions import erase

#: Nobody can have an address there (RFC 2606).
NOWHERE = "nobody.invalid"
AGAIN = timedelta(days=1)


def _nobody(_told: object) -> None:
    """Nobody is written to."""


class HandOverFirst(WrongState):
    """An organisation would be left without anybody who can give roles."""

    code = "hand_over_first"

    def __init__(self, organisations: list[Organisation]) -> None:
        """Name the organisations of which the person is the only owner."""
        names = ", ".join(each.name for each in organisations)
        said = lazily(_("You are the only owner of %(names)s. Invite another owner first, and wait until they accept."), names=names)
        super().__init__(said, organisations=[each.slug for each in organisations])


def ask_to_close(*, by: Actor, now: datetime, tell: Callable[[int], object] = _nobody) -> Closing:
    """Have the acting person's account closed in a week, unless they think again. Again changes nothing.

    `tell` is given who it is: what it hands over is kept together with the question, so that no letter is lost.
    Refuses: `SignInFirst`, `HandOverFirst`.
    """
    with transaction.atomic():
        person = access.me(by, lock=True)
        _judge(person)
        asked, new = Closing.objects.get_or_create(person=person, defaults={"asked_at": now, "due_at": now + SECOND_THOUGHTS})
        if new:
            tell(person.pk)
    return asked


def keep_open(*, by: Actor) -> bool:
    """Leave the acting person's account open after all; return whether it was to be closed.

    Refuses: `SignInFirst`.
    """
    return bool(Closing.objects.filter(person=access.me(by)).delete()[0])


def close_account(person_id: int, *, now: datetime, tell: Callable[[Recipient], object] = _nobody) -> bool:
    """Let go of a person whose week is over, in every room; return whether it was done. Again changes nothing.

    `tell` is given where to write to them for the last time: what it hands over is kept together with the end of the account.
    Whoever has become the only owner of an organisation meanwhile stays until they are not: it is tried again every day.
    Says: what the rooms say of it; `RoleTaken`, `Erased`.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        closing = Closing.objects.filter(person=person, due_at__lte=now).first()
        if closing is None:
            return False
        try:
            _judge(person)
        except HandOverFirst:
            Closing.objects.filter(person=person).update(due_at=now + AGAIN)
            return False
        # Asked before: what is known of the address goes with the account.
        reachable = [each for each in recipients([person.pk]) if not letters.refuses(each.email)]
        by = Actor.person(person.pk, person.ref, Door.TASK)
        for room in belongings():
            room.forget(person.pk, by=by, now=now)
        _empty(person)
        for each in reachable:
            tell(each)
    return True


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - as every room is asked
    """Let go of a person in this room: roles, invitations, and what the record holds in private of them.

    Says: `RoleTaken` for each role; `Erased`.
    """
    person = Person.objects.get(pk=person_id)
    for role in Role.objects.filter(person=person).select_related("organisation"):
        take_role(role.organisation.slug, by=by, ref=person.ref)
    access.invitations_ever_to(person_id).delete()
    # An invitation that was made by address names whoever left as its sender: it ends with them.
    Invitation.objects.filter(invited_by=person).delete()
    erase(person.topic, by=by)


def _judge(person: Person) -> None:
    if alone := owned_alone(person.pk):
        raise HandOverFirst(alone)


def _empty(person: Person) -> None:
    """Leave a row that tells nothing, and take with it all that would go if the row itself went."""
    if person.handle:
        FormerHandle.objects.get_or_create(handle=person.handle)
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: person.pk})
        if relation.on_delete is models.CASCADE:
            rows.delete()
        elif relation.on_delete is models.SET_NULL:
            rows.update(**{relation.field.name: None})
    nobody = new_ref()
    empty = Person(pk=person.pk, ref=nobody, email=f"{nobody}@{NOWHERE}", is_active=False, joined_at=person.joined_at)
    empty.set_unusable_password()
    empty.save(force_update=True)

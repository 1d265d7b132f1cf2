# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may act for an organisation: a role is given to whoever has accepted it, and taken or laid down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible, WrongState
from insieme.people import access
from insieme.people.facts import RoleGiven, RoleTaken
from insieme.people.models import Invitation, Organisation, Role, RoleKind
from insieme.record.actions import say


class LastOwner(WrongState):
    """Somebody must be left who can give roles."""

    code = "last_owner"
    sentence = _("This is the last owner. Invite another one first, and wait until they accept.")


def give_accepted(invitation: Invitation, *, by: Actor, now: datetime) -> Role:
    """Give the person who accepts this invitation its role, instead of the one they hold there. The organisation is locked already.

    Refuses: `LastOwner`.
    Says: `RoleGiven` when the role is another than before.
    """
    person, found = access.me(by), invitation.organisation
    held = Role.objects.filter(person=person, organisation=found).first()
    if held and held.kind != invitation.kind:
        _step_down(held)
    terms = {"kind": invitation.kind, "title": invitation.title}
    role, _made = Role.objects.update_or_create(person=person, organisation=found, defaults=terms)
    if held is None or held.kind != role.kind:
        fact = RoleGiven(organisation=found.slug, name=found.name, role=role.kind, invited_by=invitation.invited_by.topic)
        say(fact, about=f"organisation:{found.slug}", by=by, at=now, acting_for=f"organisation:{found.slug}")
    return role


def take_role(slug: str, *, by: Actor, ref: str) -> Organisation:
    """Take the role that the person with this reference holds. Everybody may lay down their own.

    Refuses: `NotVisible`, `NotAtYourRole` below owner, `LastOwner`.
    Says: `RoleTaken`.
    """
    with transaction.atomic():
        own = by.is_person and by.name == f"person:{ref}"
        # The organisation's row is locked, so that two owners cannot remove each other at once.
        found = access.organisation(by, slug, to=None if own else RoleKind.OWNER, lock=True)
        held = Role.objects.select_related("person").filter(person__ref=ref, organisation=found).first()
        if held is None:
            raise NotVisible
        _step_down(held)
        held.delete()
        fact = RoleTaken(organisation=slug, name=found.name, role=held.kind, person=held.person.topic)
        say(fact, about=f"organisation:{slug}", by=by, acting_for=f"organisation:{slug}")
    return found


def _step_down(held: Role) -> None:
    """See to it that an owner is left, and that nobody comes in any more whom the one who goes had invited."""
    if held.kind != RoleKind.OWNER:
        return
    if not Role.objects.filter(organisation=held.organisation_id, kind=RoleKind.OWNER).exclude(pk=held.pk).exists():
        raise LastOwner
    Invitation.objects.filter(organisation=held.organisation_id, invited_by=held.person_id).delete()

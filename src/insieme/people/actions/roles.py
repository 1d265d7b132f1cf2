# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may act for an organisation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.people import access, queries
from insieme.people.facts import RoleGiven, RoleTaken
from insieme.people.models import Organisation, Role, RoleKind
from insieme.people.rules import one_line
from insieme.record.actions import say


class LastOwner(WrongState):
    """Somebody must be left who can give roles."""

    code = "last_owner"
    sentence = _("This is the last owner. Make somebody else an owner first.")


def give_role(slug: str, *, by: Actor, to: str, kind: str, title: str = "", now: datetime | None = None) -> Role:
    """Give a person, known by handle or confirmed address, a role at the organisation, instead of the one they hold there.

    Refuses: `NotVisible`, `NotAtYourRole` below owner, `Invalid` for a person or role unknown, `LastOwner`.
    Says: `RoleGiven` when the role is another than before.
    """
    with transaction.atomic():
        # The organisation's row is locked, so that two owners cannot demote each other at once.
        found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
        person = queries.person_known_as(to)
        if person is None:
            raise Invalid({"to": _("Nobody is known here by this address or handle. Ask them to sign up first, then add them.")})
        if kind not in RoleKind.values:
            raise Invalid({"kind": _("Choose a role.")})
        held = Role.objects.filter(person=person, organisation=found).first()
        if held and kind != RoleKind.OWNER:
            _keep_an_owner(found, held)
        role, _made = Role.objects.update_or_create(
            person=person, organisation=found, defaults={"kind": kind, "title": one_line(title)[:80]}
        )
        if held is None or held.kind != kind:
            fact = RoleGiven(organisation=slug, name=found.name, role=kind, person=person.ref)
            say(fact, about=f"organisation:{slug}", by=by, at=now, acting_for=f"organisation:{slug}")
    return role


def take_role(slug: str, *, by: Actor, ref: str) -> Organisation:
    """Take the role that the person with this reference holds. Everybody may lay down their own.

    Refuses: `NotVisible`, `NotAtYourRole` below owner, `LastOwner`.
    Says: `RoleTaken`.
    """
    with transaction.atomic():
        own = by.is_person and by.name == f"person:{ref}"
        found = access.organisation(by, slug, to=None if own else RoleKind.OWNER, lock=True)
        held = Role.objects.select_related("person").filter(person__ref=ref, organisation=found).first()
        if held is None:
            raise NotVisible
        _keep_an_owner(found, held)
        held.delete()
        fact = RoleTaken(organisation=slug, name=found.name, role=held.kind, person=held.person.ref)
        say(fact, about=f"organisation:{slug}", by=by, acting_for=f"organisation:{slug}")
    return found


def _keep_an_owner(found: Organisation, held: Role) -> None:
    others = Role.objects.filter(organisation=found, kind=RoleKind.OWNER).exclude(pk=held.pk)
    if held.kind == RoleKind.OWNER and not others.exists():
        raise LastOwner

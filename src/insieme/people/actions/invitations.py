# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking somebody to work for an organisation, and what they answer. Before they accept, nothing is said in the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.people import access
from insieme.people.actions.roles import give_accepted
from insieme.people.models import Answer, Invitation, Organisation, Person, Role, RoleKind
from insieme.people.rules import LASTS, Addressee, one_line, read_addressee

TITLE_LENGTH = 80


class HasDeclined(Invalid):
    """Who has declined is not asked again and again."""

    def __init__(self) -> None:
        super().__init__({"to": _("They have declined. Should they change their mind, the invitation that they have still works.")})


class InvitationChanged(WrongState):
    """The role offered is no longer the one on the page that was read."""

    code = "invitation_changed"
    sentence = _("The invitation has changed since you opened this page. Read it once more, then answer.")


def invite(slug: str, *, by: Actor, to: str, kind: str, title: str = "", now: datetime) -> Invitation:
    """Ask somebody, by handle or e-mail address, to work for the organisation in this role: nothing follows until they accept.

    Whether anybody has an account with the address is not looked at. The same again changes nothing; with another role or title
    the invitation that stands is changed, and ends when it would have ended.
    Refuses: `NotVisible`, `NotAtYourRole` below owner, `Invalid` for an unknown handle or role, `HasDeclined`.
    """
    addressee = read_addressee(to)
    if kind not in RoleKind.values:
        raise Invalid({"kind": _("Choose a role.")})
    with transaction.atomic():
        found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
        Invitation.objects.filter(organisation=found, ends_at__lte=now).delete()
        terms = {"kind": kind, "title": one_line(title)[:TITLE_LENGTH], "invited_by": access.me(by)}
        defaults = terms | {"invited_at": now, "ends_at": now + LASTS}
        invitation, made = Invitation.objects.get_or_create(organisation=found, **_whom(addressee), defaults=defaults)
        if invitation.answer == Answer.DECLINED:
            raise HasDeclined
        if not made:
            Invitation.objects.filter(pk=invitation.pk).update(**terms)
            invitation.refresh_from_db()
    return invitation


def accept(slug: str, ref: str, *, by: Actor, kind: str, title: str, now: datetime) -> Role:
    """Take the role to which one is invited, as it was read: `kind` and `title`. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NotInvited`, `InvitationChanged`, `LastOwner` where its only owner would become something else.
    Says: `RoleGiven`.
    """
    with transaction.atomic():
        access.me(by)
        found = access.organisation(by, slug, lock=True)
        invitation = access.invitations_to(by, now).select_related("invited_by", "organisation").filter(organisation=found, ref=ref).first()
        if invitation is None:
            held = access.role_at(by, found.pk)
            if held is None:
                raise access.NotInvited
            return held  # the second of two clicks
        if (invitation.kind, invitation.title) != (kind, title):
            raise InvitationChanged
        role = give_accepted(invitation, by=by, now=now)
        invitation.delete()
    return role


def decline(slug: str, ref: str, *, by: Actor, now: datetime) -> Organisation:
    """Say no to an invitation; until it ends one can still accept. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NotInvited`.
    """
    with transaction.atomic():
        access.me(by)
        found = access.organisation(by, slug, lock=True)
        if not access.invitations_to(by, now).filter(organisation=found, ref=ref).update(answer=Answer.DECLINED):
            raise access.NotInvited
    return found


def take_back(slug: str, ref: str, *, by: Actor) -> Organisation:
    """Take back an invitation that nobody has answered. Again changes nothing.

    Refuses: `NotVisible`, `NotAtYourRole` below owner.
    """
    with transaction.atomic():
        found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
        Invitation.objects.filter(organisation=found, ref=ref, answer=Answer.AWAITED).delete()
    return found


def hand_over_letters(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the invitations about which nobody has been written to yet, each once; return how many."""
    unwritten = Invitation.objects.filter(written_at=None)
    # Looking first costs a read; beginning costs, on SQLite, the lock of all writers.
    if not unwritten.exists():
        return 0
    with transaction.atomic():
        refs = [invitation.ref for invitation in unwritten.select_for_update(skip_locked=True)]
        Invitation.objects.filter(ref__in=refs).update(written_at=now)
        for ref in refs:
            to(ref)
    return len(refs)


def forget_ended(*, now: datetime) -> int:
    """Forget the invitations that have ended, and with them the addresses that they were sent to; return how many."""
    return Invitation.objects.filter(ends_at__lte=now).delete()[0]


def _whom(addressee: Addressee) -> dict[str, Any]:
    if addressee.email:
        return {"email": addressee.email}
    person = Person.objects.filter(handle=addressee.handle, is_active=True).first()
    if person is None:
        raise Invalid({"to": _("Nobody here goes by this handle. Look at how it is written, or use the e-mail address.")})
    return {"person": person}

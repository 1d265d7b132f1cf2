# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking somebody to work for an organisation, and what they answer. Before they accept, nothing is said in the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.people import access, queries
from insieme.people.actions.roles import give_accepted
from insieme.people.models import Answer, Invitation, Organisation, Role, RoleKind
from insieme.people.rules import LASTS, next_try, one_line

TITLE_LENGTH = 80


class HasDeclined(Invalid):
    """Who has declined is not asked again and again."""

    def __init__(self) -> None:
        super().__init__({"to": _("They have declined. You can ask again once that invitation has ended; the list above says when.")})


class InvitationDeclined(WrongState):
    """A no is final: whoever reads an old page can neither accept what was declined, nor take it back."""

    code = "invitation_declined"
    sentence = _("This invitation was declined, so nobody can accept it any more.")


class InvitationChanged(WrongState):
    """The role offered is no longer the one on the page that was read."""

    code = "invitation_changed"
    sentence = _("The invitation has changed since you opened this page. Read it once more, then answer.")


def invite(slug: str, *, by: Actor, to: str, kind: str, title: str = "", now: datetime) -> Invitation:
    """Ask somebody, by handle or e-mail address, to work for the organisation in this role: nothing follows until they accept.

    Whether anybody has an account with the address is not looked at. The same again changes nothing; with another role or title
    the invitation that stands is changed, and ends when it would have ended; a letter that could not be sent is tried at once.
    Refuses: `NotVisible`, `NotAtYourRole` below owner, `Invalid` for an unknown handle or role, `HasDeclined`.
    """
    person, email = queries.whom(to)
    if kind not in RoleKind.values:
        raise Invalid({"kind": _("Choose a role.")})
    with transaction.atomic():
        found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
        Invitation.objects.filter(organisation=found, ends_at__lte=now).delete()
        terms = {"kind": kind, "title": one_line(title)[:TITLE_LENGTH], "invited_by": access.me(by)}
        defaults = terms | {"invited_at": now, "ends_at": now + LASTS, "write_at": now}
        invitation, made = Invitation.objects.get_or_create(organisation=found, person=person, email=email, defaults=defaults)
        if invitation.answer == Answer.DECLINED:
            raise HasDeclined
        if not made:
            Invitation.objects.filter(pk=invitation.pk).update(**terms)
            Invitation.objects.filter(pk=invitation.pk, write_at__gt=now).update(write_at=now)
            invitation.refresh_from_db()
    return invitation


def accept(slug: str, ref: str, *, by: Actor, kind: str, title: str, now: datetime) -> Role:
    """Take the role to which one is invited, as it was read: `kind` and `title`. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `NotInvited`, `InvitationDeclined`, `InvitationChanged`, `LastOwner` where its only
    owner would become something else.
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
        if invitation.answer == Answer.DECLINED:
            raise InvitationDeclined
        if (invitation.kind, invitation.title) != (kind, title):
            raise InvitationChanged
        return give_accepted(invitation, by=by, now=now)


def decline(slug: str, ref: str, *, by: Actor, now: datetime) -> Organisation:
    """Say no to an invitation, for good: one can be asked anew once it has ended. Again changes nothing.

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

    Refuses: `NotVisible`, `NotAtYourRole` below owner, `InvitationDeclined`.
    """
    with transaction.atomic():
        found = access.organisation(by, slug, to=RoleKind.OWNER, lock=True)
        invitation = Invitation.objects.filter(organisation=found, ref=ref)
        if invitation.filter(answer=Answer.DECLINED).exists():
            raise InvitationDeclined  # and it stays, so that they are not asked again before it ends
        invitation.delete()
    return found


def hand_over_letters(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the invitations whose letter is due, each once; return how many."""
    unwritten = Invitation.objects.filter(write_at__lte=now)
    # Looking first costs a read; beginning costs, on SQLite, the lock of all writers.
    if not unwritten.exists():
        return 0
    with transaction.atomic():
        refs = [invitation.ref for invitation in unwritten.select_for_update(skip_locked=True).order_by("pk")]
        Invitation.objects.filter(ref__in=refs).update(write_at=None)
        for ref in refs:
            to(ref)
    return len(refs)


def write_later(ref: str, *, now: datetime) -> None:
    """Have the letter about this invitation, which could not be sent, written another time, unless it has ended by then."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(ref=ref).first()
        if invitation is None:
            return
        due = next_try(invitation.invited_at, now)
        if due < invitation.ends_at:
            invitation.write_at = due
            invitation.save(update_fields=["write_at"])


def forget_ended(*, now: datetime) -> int:
    """Forget the invitations that have ended, and with them the addresses that they were sent to; return how many."""
    return Invitation.objects.filter(ends_at__lte=now).delete()[0]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations as those see them who sent them, who got them, and who carries the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress

from insieme.foundation.actor import Actor
from insieme.people import access
from insieme.people.models import Answer, Invitation


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation with the address to write to, and the language to write in."""

    invitation: Invitation
    email: str
    language: str


def invitations_to(actor: Actor, *, now: datetime) -> list[Invitation]:
    """The invitations that wait for the actor's answer, with organisation and inviter, the one that ends first first. One query."""
    waiting = access.invitations_to(actor, now).filter(answer=Answer.AWAITED)
    return list(waiting.select_related("organisation", "invited_by").order_by("ends_at", "pk"))


def invitation_to(actor: Actor, slug: str, ref: str, *, now: datetime) -> Invitation:
    """This invitation to the actor, declined or not, with organisation and inviter. One query.

    Refuses: `NotInvited`.
    """
    found = access.invitations_to(actor, now).filter(organisation__slug=slug, ref=ref)
    if invitation := found.select_related("organisation", "invited_by").first():
        return invitation
    raise access.NotInvited


def invitations_from(organisation_id: int, *, now: datetime) -> list[Invitation]:
    """Whom the organisation has invited, newest first, with the person where it knows one. One query."""
    standing = Invitation.objects.filter(organisation_id=organisation_id, ends_at__gt=now)
    return list(standing.select_related("person").order_by("-invited_at", "-pk"))


def invitation_letter(ref: str, *, now: datetime) -> Letter | None:
    """What to write about this invitation; None where it has been answered or taken back, or nobody can be reached. Two queries."""
    standing = Invitation.objects.filter(ref=ref, answer=Answer.AWAITED, ends_at__gt=now)
    invitation = standing.select_related("organisation", "invited_by").first()
    if invitation is None:
        return None
    confirmed = EmailAddress.objects.filter(verified=True, user__is_active=True)
    theirs = confirmed.filter(email=invitation.email) if invitation.email else confirmed.filter(user_id=invitation.person_id, primary=True)
    known = theirs.values_list("email", "user__language").first()
    email, language = known or (invitation.email, invitation.invited_by.language)
    return Letter(invitation, email, language) if email else None

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters to those who were invited to work somewhere. Shallow: each calls an action."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from insieme.foundation import clock, letters
from insieme.people.actions import hand_over_letters, write_later
from insieme.people.queries.invitations import invitation_letter


def write_due(now: datetime) -> int:
    """Have a letter written to everybody who was invited, again where that failed. No fact tells of them, so the clock looks."""
    return hand_over_letters(to=send_invitation.enqueue, now=now)


@task()
def send_invitation(ref: str) -> None:
    """Write about this invitation. The letter is the same whether or not there is an account at the address."""
    letter = invitation_letter(ref, now=clock.now())
    if letter is None:
        return
    invitation = letter.invitation
    with translation.override(letter.language):
        address = settings.SITE_URL + reverse("people:invitation", args=[invitation.organisation.slug, ref])
        text = render_to_string("people/mail/invitation.txt", {"invitation": invitation, "email": letter.email, "address": address})
        subject = _("%(name)s invites you") % {"name": invitation.organisation}
    if letters.send(EmailMessage(subject, text, to=[letter.email]), about=f"invitation {ref}") is letters.Verdict.LATER:
        write_later(ref, now=clock.now())

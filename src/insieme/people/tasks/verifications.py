# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters about verifications, looks at the DNS, ends. Shallow: each calls an action."""

from __future__ import annotations

from datetime import datetime

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from insieme.foundation import clock, letters
from insieme.foundation.actor import Actor
from insieme.people.actions.verification import hand_over_due, note_dns, note_end, write_verification_later
from insieme.people.queries.verification import verification_due, verifications_ended
from insieme.people.rules.verification import shows

CLOCK = Actor.system("clock")


def verify_due(now: datetime) -> int:
    """Have the letters about verifications written, and the DNS of domains looked at."""
    return hand_over_due(to=look_into_verification.enqueue, now=now)


def end_verifications_due(now: datetime) -> int:
    """Have the verifications ended, or renewed by the DNS, whose year has passed."""
    ended = verifications_ended(now)
    for slug, domain, token in ended:
        end_verification.enqueue(slug, domain, token)
    return len(ended)


@task()
def look_into_verification(ref: str) -> None:
    """Look at the DNS of a domain, or write to an address there."""
    made = verification_due(ref)
    if made is None:
        return
    if made.how == "dns":
        note_dns(ref, found=shows(txt_records(made.domain), made.token), by=CLOCK, now=clock.now())
        return
    with translation.override(made.asked_by.language if made.asked_by else None):
        address = settings.SITE_URL + reverse("people:verification_confirm", args=[made.organisation.slug, made.token])
        text = render_to_string("people/mail/verification.txt", {"made": made, "address": address})
        subject = _("Confirm that %(name)s is at %(domain)s") % {"name": made.organisation, "domain": made.domain}
    to = f"{made.mailbox}@{made.domain}"
    # Where it is refused for good, its owner can take the request back and ask anew.
    if letters.send(EmailMessage(subject, text, to=[to]), about=f"verification {ref}") is letters.Verdict.LATER:
        write_verification_later(ref, now=clock.now())


@task()
def end_verification(slug: str, domain: str, token: str) -> None:
    """Let a verification end, unless the DNS of its domain still shows the record."""
    note_end(slug, holds=bool(domain) and shows(txt_records(domain), token), by=CLOCK, now=clock.now())


def txt_records(domain: str) -> list[str]:
    """The TXT records of a domain, as its name servers tell them; none where they tell nothing in ten seconds."""
    try:
        found = dns.resolver.resolve(domain, "TXT", lifetime=10)
    except (dns.exception.DNSException, OSError):
        return []
    return [b"".join(record.strings).decode(errors="replace") for record in found]

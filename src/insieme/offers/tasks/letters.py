# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters to those who are asked to promote a call, or to answer it. The clock hands them over: no fact tells of a mere question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from insieme.foundation import clock, letters
from insieme.foundation.letters import Verdict
from insieme.offers.actions.inviting import hand_over_company_letters, write_company_later
from insieme.offers.actions.promoting import hand_over_promotion_letters, write_promotion_later
from insieme.offers.queries.invitations import company_letter
from insieme.offers.queries.promoters import promotion_letter
from insieme.people.queries.organisations import powers_at
from insieme.people.queries.persons import Recipient, recipients

BINDING = frozenset({"owner", "manager"})


def write_due(now: datetime) -> int:
    """Have a letter written to everybody who was asked something, again where it reached nobody."""
    promoters = hand_over_promotion_letters(to=send_promotion.enqueue, now=now)
    return promoters + hand_over_company_letters(to=send_company.enqueue, now=now)


@task()
def send_company(key: str) -> None:
    """Write to a company that is asked to answer a call."""
    letter = company_letter(key)
    if letter is None:
        return
    made = letter.invitation
    address = settings.SITE_URL + reverse("offers:invited", args=[made.call.slug, key])
    values = {"invitation": made, "address": address}
    if not reached(letter.to, "offers/mail/company.txt", values, lambda: _("Will you answer “%(title)s”?") % {"title": made.call}):
        write_company_later(key, now=clock.now())


@task()
def send_promotion(ref: str) -> None:
    """Write to those who may answer whether they promote the call too."""
    asked = promotion_letter(ref)
    if asked is None:
        return
    address = settings.SITE_URL + reverse("offers:promotion", args=[asked.call.slug, ref])
    people = managers_of(asked.organisation_id) if asked.organisation_id else [asked.person_id or 0]
    values = {"asked": asked, "address": address}
    to, subject = recipients(people), lambda: _("Will you promote “%(title)s” too?") % {"title": asked.call.title}
    if not reached(to, "offers/mail/promotion.txt", values, subject):
        write_promotion_later(ref, now=clock.now())


def managers_of(organisation_id: int) -> list[int]:
    """Those who bind the organisation. One query."""
    return [person for person, kind in powers_at([organisation_id]).get(organisation_id, {}).items() if kind in BINDING]


def reached(to: Iterable[Recipient], template: str, values: dict[str, Any], subject: Callable[[], str]) -> bool:
    """Write to each of these in their language; return whether that was it, or nobody was reached who may be reached another time.

    Who cannot be reached keeps nobody else from their letter. One is enough to have asked: only a letter that reached nobody is written
    again, else the others would have it twice; and only to addresses that have not refused it for good.
    """
    came = []
    for recipient in to:
        with translation.override(recipient.language):
            text = render_to_string(template, values | {"name": recipient.name})
            made = EmailMessage(subject(), text, to=[recipient.email])
        came.append(letters.send(made, about=f"{template}, person {recipient.person_id} (0: a company)"))
    return Verdict.SENT in came or Verdict.LATER not in came

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does to calls, and the mails that follow an outcome. Shallow: each calls an action."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers.actions import begin_choosing, clear, close_call
from insieme.offers.models import Call
from insieme.offers.queries import outcome_letter
from insieme.people.queries import recipients

logger = logging.getLogger(__name__)
CLOCK = Actor.system("clock")
#: How long to wait before each further try to reach those whose letter could not be sent.
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=8), timedelta(days=1), timedelta(days=3))


def begin_due(now: datetime) -> int:
    """Let people choose in the calls whose day has come."""
    due = Call.objects.due_to_choose(now).values_list("slug", flat=True)
    return len([begin_choosing(slug, by=CLOCK, now=now) for slug in due])


def close_due(now: datetime) -> int:
    """Close the calls whose deadline has passed."""
    due = Call.objects.due_to_close(now).values_list("slug", flat=True)
    return len([close_call(slug, by=CLOCK, now=now) for slug in due])


def clear_due(now: datetime) -> int:
    """Clear the closed calls whose close is sealed in the record. What was cut off half-way begins again."""
    waiting = Call.objects.waiting_to_be_cleared().values_list("slug", flat=True)
    return len([slug for slug in waiting if clear(slug, by=CLOCK, now=now)])


@task()
def send_outcome(slug: str, person_ids: list[int], tried: int = 0) -> None:
    """Write to each of these people what the call came to and what they got.

    An address that fails keeps nobody else from their letter, and is tried again later, a few times.
    """
    letter, unreached = outcome_letter(slug, person_ids), []
    for recipient in recipients(person_ids):
        with translation.override(recipient.language):
            address = settings.SITE_URL + reverse("offers:outcome", args=[slug])
            values = {"address": address, "name": recipient.name, "letter": letter, "got": letter.got.get(recipient.person_id)}
            text = render_to_string("offers/mail/cleared.txt", values)
            subject = _("Decided: %(title)s") % {"title": letter.title}
            try:
                send_mail(subject, text, None, [recipient.email])
            except OSError:  # all that smtplib raises is one
                logger.exception("The outcome of %s did not reach person %s.", slug, recipient.person_id)
                unreached.append(recipient.person_id)
    if unreached and tried < len(PAUSES):
        send_outcome.using(run_after=clock.now() + PAUSES[tried]).enqueue(slug, unreached, tried + 1)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters about exports and accounts that are closed: handed to the queue in the transaction of what they tell, so that none is lost.

Whoever sends one may be cut off at the answer of the mail server; then it is sent again. Twice is better than never.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django_tasks import task
from django_tasks.base import Task

from insieme.foundation import clock, letters
from insieme.foundation.actor import Actor
from insieme.foundation.letters import Verdict
from insieme.look.templatetags.look import day
from insieme.people.queries import recipients
from insieme.people.queries.accounts import closing_of
from insieme.people.queries.persons import Recipient


@task()
def send_export(person_id: int, tries: int = 0) -> None:
    """Write to somebody that everything about them lies ready."""
    about = {"address": settings.SITE_URL + reverse("people:export")}
    for to in recipients([person_id]):
        if _write(to, gettext_lazy("Your data is ready"), "people/mail/export.txt", about) is Verdict.LATER:
            _try_later(send_export, person_id, tries=tries)


@task()
def send_closing(person_id: int, tries: int = 0) -> None:
    """Write to somebody who wants to leave how to think again: it may not have been they who asked."""
    closing = closing_of(Actor.person(person_id, ""))
    for to in recipients([person_id]) if closing else []:
        with translation.override(to.language):
            about = {"address": settings.SITE_URL + reverse("people:close"), "day": day(closing.due_at) if closing else ""}
        if _write(to, gettext_lazy("Your account is to be closed"), "people/mail/closing.txt", about) is Verdict.LATER:
            _try_later(send_closing, person_id, tries=tries)


@task()
def send_closed(locked: str, tries: int = 0) -> None:
    """Write for the last time to somebody who has left, whom `lock_away` has made unreadable.

    Nothing else knows the address any more: it stands in the queue, for this house's key alone, and is forgotten with the task.
    """
    to = Recipient(0, *json.loads(get_adapter().decrypt(locked)))
    if _write(to, gettext_lazy("Your account is closed"), "people/mail/closed.txt", {}, noted=False) is Verdict.LATER:
        _try_later(send_closed, locked, tries=tries)


def lock_away(to: Recipient) -> str:
    """Where the last letter goes, unreadable to whoever gets hold of the database."""
    return get_adapter().encrypt(json.dumps([to.email, to.name, to.language]))


def _write(to: Recipient, subject: str | Promise, template: str, about: dict[str, str], *, noted: bool = True) -> Verdict:
    with translation.override(to.language):
        text = render_to_string(template, {"name": to.name, "site": settings.SITE_URL} | about)
        return letters.send(EmailMessage(str(subject), text, to=[to.email]), about=template, noted=noted)


def _try_later(what: Task[Any, Any], *about: Any, tries: int) -> None:
    """Have a letter written another time, after growing pauses, and at last no more."""
    if due := letters.next_try(tries + 1, clock.now()):
        what.using(run_after=due).enqueue(*about, tries=tries + 1)

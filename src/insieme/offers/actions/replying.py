# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right of reply: whoever is named on a call, or heard, says one thing to it, signed, shown as large as what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.canonical import digest
from insieme.foundation.errors import Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.actions.beside import tell_beside
from insieme.offers.models import Reply
from insieme.offers.queries.replies import named_on
from insieme.people.access import organisations_of
from insieme.record.actions import say

LONGEST = 3000


class NotNamed(WrongState):
    """A reply answers something."""

    code = "not_named"
    sentence = _("Your organisation is not named on this call. If the call speaks of it all the same, ask to be heard first.")


@transaction.atomic
def reply(slug: str, *, by: Actor, organisation_slug: str, text: str, name: str, title: str, now: datetime) -> Reply:
    """Publish what an organisation that may reply says to the call, signed. Anew is the next version; the same changes nothing.

    Refuses: what `access.call` refuses; `NotNamed`, also to who may not sign for it; `Invalid` without words or name.
    Says: `ReplyPublished`.
    """
    call = access.call(by, slug, lock=True)
    found = next((each for each in organisations_of(by) if each.slug == organisation_slug), None)
    if found is None or found.pk not in named_on(call):
        raise NotNamed
    _judge(text, name)
    last = Reply.objects.filter(call=call, organisation=found).order_by("-number").first()
    if last is not None and last.text == text.strip():
        return last
    signed: dict[str, Any] = {"signed_name": name.strip()[:80], "signed_title": title.strip()[:80]}
    number = last.number + 1 if last else 1
    made = Reply.objects.create(
        call=call, organisation=found, number=number, text=text.strip(), signed_by_id=by.person_id, at=now, **signed
    )
    fact = facts.ReplyPublished(call.slug, call.title, found.slug, found.name, number, digest(b"", made.text), **signed)
    say(fact, about=call.topic, by=by, at=now, acting_for=f"organisation:{found.slug}")
    tell_beside(call)
    return made


def _judge(text: str, name: str) -> None:
    said: dict[str, Any] = {}
    if not text.strip():
        said["text"] = _("Write what you reply.")
    elif len(text) > LONGEST:
        said["text"] = _("At most 3,000 characters fit here: shorten it.")
    if not name.strip():
        said["name"] = _("Sign with your name and surname.")
    if said:
        raise Invalid(said)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a company to answer a call, whether it is here or not, and what it answers to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.foundation.text import lazily
from insieme.offers import access, facts
from insieme.offers.models import CompanyInvitation, DoNotWrite, Reached
from insieme.offers.rules.phases import Verb
from insieme.people.access import may_act_for
from insieme.people.queries.organisations import organisations_called
from insieme.people.rules import next_try, one_line
from insieme.record.actions import say

NAME_LENGTH, MESSAGE_LENGTH = 120, 1000


class InvitationTaken(WrongState):
    """An invitation is answered by one company."""

    code = "invitation_taken"
    sentence = _("Another company has taken this invitation already. You can still answer the call: its page is open to everybody.")


@transaction.atomic
def invite_company(
    slug: str, *, by: Actor, to: str, name: str = "", message: str = "", language: str = "it", now: datetime
) -> CompanyInvitation:
    """Ask a company to answer an open call: one that is here, by its name or address, or whoever has an e-mail address, by a letter.

    The same company again changes nothing. Refuses: what `access.call` refuses; `Invalid`, at `to`, also an address whose owner wants no
    letters and a company that has said no, and at `name` or `message`. Says: `CompanyInvited`, without which.
    """
    call = access.call(by, slug, to=Verb.OFFER, now=now, lock=True)
    asked = _asked(to, name)
    _judge(message, language)
    if asked["organisation"] and asked["organisation"].pk in call.promoters:
        raise Invalid({"to": _("They promote this call, so they cannot answer it.")})
    whom = {"organisation": asked["organisation"], "email": asked["email"]}
    terms = {"name": asked["name"], "message": message.strip(), "language": language, "invited_by_id": by.person_id}
    made, new = CompanyInvitation.objects.get_or_create(call=call, **whom, defaults=terms | {"invited_at": now, "write_at": now})
    if made.state == Reached.DECLINED:
        raise Invalid({"to": lazily(_("%(name)s has said that it is not interested: no letter goes to it."), name=made.name)})
    if new:
        slug = made.organisation.slug if made.organisation else ""
        say(facts.CompanyInvited(call.slug, call.title, made.name, slug), about=call.topic, by=by, at=now)
    return made


@transaction.atomic
def open_invitation(slug: str, key: str, *, now: datetime) -> CompanyInvitation:
    """Note that the letter was read. Again changes nothing. Refuses: `NotVisible` without the key."""
    made = access.company_invitation(slug, key, lock=True)
    if made.state == Reached.INVITED:
        states.move(made, Reached.OPENED, opened_at=now)
    return made


@transaction.atomic
def decline_invitation(slug: str, key: str, *, now: datetime) -> CompanyInvitation:
    """Say that one is not interested and wants no further letter: the address goes from the invitation, and is never written to again.

    Again changes nothing. Refuses: `NotVisible` without the key.
    """
    made = access.company_invitation(slug, key, lock=True)
    if made.state == Reached.DECLINED:
        return made
    if made.email:
        DoNotWrite.objects.get_or_create(email=made.email, defaults={"at": now})
        CompanyInvitation.objects.filter(email=made.email).update(write_at=None)
    states.move(made, Reached.DECLINED, email="", write_at=None)
    return made


def take_invitation(slug: str, key: str, *, by: Actor, organisation_id: int) -> CompanyInvitation:
    """Answer an invitation in the name of this company, which `by` may sign for. Again changes nothing.

    Refuses: `NotVisible` without the key; `Denied` to who is not a manager there; `InvitationTaken`.
    """
    try:
        with transaction.atomic():
            made = access.company_invitation(slug, key, lock=True)
            if not may_act_for(by, organisation_id):
                raise Denied
            if made.organisation_id not in {None, organisation_id}:
                raise InvitationTaken
            made.organisation_id = organisation_id
            CompanyInvitation.objects.filter(pk=made.pk).update(organisation_id=organisation_id)
    except IntegrityError:
        # That company was asked by name as well: nothing is lost.
        return access.company_invitation(slug, key)
    return made


def hand_over_company_letters(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the keys of the invitations whose letter is due, each once; return how many."""
    due = CompanyInvitation.objects.filter(write_at__lte=now)
    if not due.exists():
        return 0
    with transaction.atomic():
        keys = list(due.select_for_update(skip_locked=True).order_by("pk").values_list("key", flat=True))
        CompanyInvitation.objects.filter(key__in=keys).update(write_at=None)
        for key in keys:
            to(key)
    return len(keys)


def write_company_later(key: str, *, now: datetime) -> None:
    """Have the letter about this invitation, which reached nobody, written another time, while the call still takes offers."""
    waiting = CompanyInvitation.objects.filter(key=key).exclude(state=Reached.DECLINED)
    found = waiting.select_related("call").first()
    if found is not None and (due := next_try(found.invited_at, now)) < found.call.choosing_at:
        waiting.update(write_at=due)


def _asked(to: str, name: str) -> dict[str, Any]:
    written = to.strip()
    if "@" not in written:
        known = organisations_called([written.rstrip("/").rpartition("/")[2] if "/" in written else written])
        if not known:
            raise Invalid({"to": _("No company here goes by this name. Write its e-mail address, and we send a letter.")})
        found = next(iter(known.values()))
        return {"organisation": found, "email": "", "name": found.name}
    email = written.lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"to": _("Write an e-mail address, as sales@example.it, or the name of a company that is here.")}) from None
    if DoNotWrite.objects.filter(email=email).exists():
        raise Invalid({"to": _("Whoever has this address does not want to be written to.")})
    if not name.strip():
        raise Invalid({"name": _("Write the name of the company, so that the letter can address it.")})
    return {"organisation": None, "email": email, "name": one_line(name)[:NAME_LENGTH]}


def _judge(message: str, language: str) -> None:
    said: dict[str, Any] = {}
    if len(message) > MESSAGE_LENGTH:
        said["message"] = _("At most 1,000 characters fit here: shorten it.")
    # Letters go to people who have not asked for them: ours is the only link in them.
    if any(mark in message.lower() for mark in ("http:", "https:", "www.")):
        said["message"] = _("Leave links out: the letter has the one to the call.")
    if language not in dict(settings.LANGUAGES):
        said["language"] = _("Choose one of the languages.")
    if said:
        raise Invalid(said)

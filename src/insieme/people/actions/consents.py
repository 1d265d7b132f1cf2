# SPDX-License-Identifier: AGPL-3.0-or-later
"""Agreeing to a text, and taking it back. Rows are only added: what somebody agreed to, and when, can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible, WrongState
from insieme.people import access
from insieme.people.models import Consent, Person
from insieme.people.queries.accounts import consents_of
from insieme.people.rules import BY_NAME


class CannotDoWithout(WrongState):
    """Without this nobody can have an account."""

    code = "cannot_do_without"
    sentence = _("Without this there is no account. If you no longer agree, close your account: the page of your data says how.")


def give_consents(what: Iterable[str], *, by: Actor, now: datetime) -> None:
    """Note that the acting person agrees to the texts as they stand now. What they had agreed to already is not noted again.

    Refuses: `SignInFirst`, `NotVisible` for a purpose that there is not.
    """
    _note(what, given=True, by=by, now=now)


def withdraw_consent(what: str, *, by: Actor, now: datetime) -> None:
    """Note that the acting person no longer agrees. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible`, `CannotDoWithout`.
    """
    if what in BY_NAME and BY_NAME[what].required:
        raise CannotDoWithout
    _note([what], given=False, by=by, now=now)


def agree_on_opening(person: Person, what: Iterable[str], *, now: datetime) -> None:
    """Note what somebody has agreed to while opening their account."""
    Consent.objects.bulk_create(Consent(person=person, what=each, version=BY_NAME[each].version, given=True, at=now) for each in what)


def _note(what: Iterable[str], *, given: bool, by: Actor, now: datetime) -> None:
    wanted = list(what)
    if not set(wanted) <= set(BY_NAME):
        raise NotVisible
    with transaction.atomic():
        person = access.me(by, lock=True)
        held = consents_of(person.pk)
        for each in wanted:
            last, version = held.get(each), BY_NAME[each].version
            said = (last.version, last.given) if last else (version, False)
            if said != (version, given):
                Consent.objects.create(person=person, what=each, version=version, given=given, at=now)

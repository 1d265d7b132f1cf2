# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people change about themselves. Signing up through the web is django-allauth's: see the adapter."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid
from insieme.people import access
from insieme.people.actions.consents import agree_on_opening
from insieme.people.actions.places import settle
from insieme.people.models import FormerHandle, Person, Place
from insieme.people.queries import person_at
from insieme.people.rules import REQUIRED, FreePlace, judge_handle, judge_name

NAME_LENGTH = 80


class HandleTaken(Invalid):
    """Somebody else has this handle."""

    def __init__(self) -> None:
        super().__init__({"handle": _("Somebody has this handle already. Choose another.")})


class NobodyThere(Invalid):
    """Nobody has confirmed this address."""

    def __init__(self) -> None:
        super().__init__({"email": _("Nobody has an account with this address, or they have not confirmed it.")})


def edit_profile(*, by: Actor, name: str, handle: str = "", place: Place | FreePlace | None = None, language: str = "it") -> Person:
    """Change what the acting person says of themselves: name, handle, place, language.

    Refuses: `SignInFirst`, `Invalid`, `HandleTaken`.
    """
    with transaction.atomic():
        person = access.me(by, lock=True)
        _judge_language(language)
        person.name, person.handle, person.language = judge_name(name, longest=NAME_LENGTH), judge_handle(handle), language
        person.place = settle(place, by=by)
        _save_with_handle(person)
    return person


def enrol(
    email: str,
    *,
    by: Actor,
    name: str,
    password: str | None = None,
    handle: str = "",
    place: Place | FreePlace | None = None,
    language: str = "it",
    agreed_at: datetime | None = None,
) -> Person:
    """Open an account whose address counts as confirmed, for the demo world and for whoever runs the installation.

    With `agreed_at` they have been here since then, and agreed to what is required by other ways than these pages; else they are asked when
    they first sign in.

    Refuses: `Denied` to everybody but the program itself, `Invalid`, `HandleTaken`.
    """
    if not by.is_system:
        raise Denied
    _judge_language(language)
    with transaction.atomic():
        person = Person(
            email=email.lower(),
            name=judge_name(name, longest=NAME_LENGTH),
            handle=judge_handle(handle),
            place=settle(place, by=by),
            language=language,
        )
        person.set_password(password)
        _save_with_handle(person)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        if agreed_at:
            person.joined_at = agreed_at
            person.save(update_fields=["joined_at"])
            agree_on_opening(person, [purpose.what for purpose in REQUIRED], now=agreed_at)
    return person


def appoint_moderator(email: str, *, by: Actor, moderates: bool = True) -> Person:
    """Have the person with this confirmed address look after what people say here, or no longer. Twice is once.

    Refuses: `Denied` to everybody but who runs the installation, `NobodyThere`.
    """
    if not (by.is_system or access.is_operator(by)):
        raise Denied
    with transaction.atomic():
        found = person_at(email)
        if found is None:
            raise NobodyThere
        Person.objects.filter(pk=found.pk).update(is_moderator=moderates)
        found.is_moderator = moderates
    return found


def _judge_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose one of the languages.")})


def _save_with_handle(person: Person) -> None:
    if person.handle and FormerHandle.objects.filter(handle=person.handle).exists():
        raise HandleTaken
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        if person.handle and Person.objects.filter(handle=person.handle).exclude(pk=person.pk).exists():
            raise HandleTaken from None
        raise

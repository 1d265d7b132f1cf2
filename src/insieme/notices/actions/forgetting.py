# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting go of somebody who leaves."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from insieme.foundation.actor import Actor
from insieme.notices.models import BouncedAddress, Follow, Setting


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - as every room is asked
    """Forget that letters to the person's addresses came back, and who follows them. Their own rows go with them by themselves."""
    Follow.objects.filter(topic=by.name).delete()
    Setting.objects.filter(topic=by.name).delete()
    BouncedAddress.objects.filter(email__in=EmailAddress.objects.filter(user_id=person_id).values("email")).delete()


def forget_address(email: str) -> None:
    """Forget that letters to an address came back which is nobody's any more."""
    if not EmailAddress.objects.filter(email=email.lower()).exists():
        BouncedAddress.objects.filter(email=email.lower()).delete()


def works_again(email: str) -> None:
    """Forget that letters to an address came back: one has reached its owner. Again changes nothing."""
    BouncedAddress.objects.filter(email=email.lower()).delete()

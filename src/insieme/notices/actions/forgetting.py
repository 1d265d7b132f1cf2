# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting go of somebody who leaves."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.notices.models import BouncedAddress, Follow, Setting
from insieme.people.queries import recipients


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - as every room is asked
    """Forget that letters to the person's address came back, and who follows them. Their own rows go with them by themselves."""
    Follow.objects.filter(topic=by.name).delete()
    Setting.objects.filter(topic=by.name).delete()
    BouncedAddress.objects.filter(email__in=[reader.email for reader in recipients([person_id])]).delete()

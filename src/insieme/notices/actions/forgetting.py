# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting go of somebody who leaves."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.notices.models import BouncedAddress
from insieme.people.queries import recipients


def forget_person(person_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - as every room is asked
    """Forget that letters to a person's address came back. The rows that name the person go with them by themselves."""
    BouncedAddress.objects.filter(email__in=[reader.email for reader in recipients([person_id])]).delete()

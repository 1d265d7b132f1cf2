# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads are opened and closed by the rooms whose things people speak about. What happened to the thing is their fact to state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import Truncator

from insieme.foundation.actor import Actor
from insieme.voices.models import Thread

TITLE_LENGTH = 200


@transaction.atomic
def open_thread(
    *,
    about: str,
    organisation_id: int | None,
    path: str,
    by: Actor,  # noqa: ARG001 - every action says by whom
    now: datetime,
    title: str = "",
    unnamed: bool = False,
) -> Thread:
    """Open the talk about `about` on the page at `path`; the organisation, if any, answers officially there. Twice is once.

    In an `unnamed` one nobody speaks but by `review`, and what is said so bears no name.
    """
    told = {"about": about, "organisation_id": organisation_id, "opened_at": now, "title": _fitting(title or about), "unnamed": unnamed}
    return Thread.objects.get_or_create(path=path, defaults=told)[0]


@transaction.atomic
def rename_thread(thread_id: int, *, by: Actor, title: str) -> bool:  # noqa: ARG001
    """Let the talk go by the name that the thing has now; return whether it went by another."""
    fitting = _fitting(title)
    return bool(Thread.objects.filter(pk=thread_id).exclude(title=fitting).update(title=fitting))


@transaction.atomic
def close_thread(thread_id: int, *, by: Actor, now: datetime) -> None:  # noqa: ARG001
    """Let nobody say anything more there. Twice is once."""
    Thread.objects.filter(pk=thread_id, closed_at=None).update(closed_at=now)


def _fitting(title: str) -> str:
    """A name made of two long ones is cut."""
    return Truncator(title).chars(TITLE_LENGTH)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads for the pages of hooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from insieme.foundation.actor import Actor
from insieme.hooks import access
from insieme.hooks.models import Delivery, DeliveryState, Hook
from insieme.record.facts import Sentence
from insieme.record.queries import at_positions, sentence_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A delivery with what it tells, in words; a trial tells nothing."""

    delivery: Delivery
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Log:
    """A page of a hook's log, newest first, and where the next one begins."""

    lines: list[Line]
    waiting: int
    before: int | None


def hooks_of(actor: Actor) -> list[Hook]:
    """The hooks of `actor` and of the organisations that they manage, oldest first. Two queries."""
    return list(access.visible_to(actor).select_related("organisation").order_by("pk"))


def log_of(hook: Hook, before: int | None = None) -> Log:
    """A page of the hook's log. Three queries."""
    rows = Delivery.objects.filter(hook=hook).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    page = found[:PAGE]
    entries = at_positions(delivery.position for delivery in page if delivery.position is not None)
    lines = [Line(delivery, sentence_of(entries[delivery.position]) if delivery.position in entries else "") for delivery in page]
    waiting = Delivery.objects.filter(hook=hook, state=DeliveryState.WAITING).count()
    return Log(lines, waiting, page[-1].pk if len(found) > PAGE else None)


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """The file of a person's export: their hooks, without the secrets. One query."""
    rows = list(Hook.objects.filter(person_id=person_id).order_by("pk").values("ref", "address", "kinds", "topic", "state", "created_at"))
    if rows:
        yield "hooks.json", rows

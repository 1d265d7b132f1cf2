# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody was told, newest first, and how much of it they have not seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from insieme.foundation.actor import Actor
from insieme.notices.models import Notice, Reader
from insieme.notices.queries.naming import named

PAGE = 30


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, and the key from which the next page goes on; None on the last."""

    notices: list[Notice]
    before: str | None


def inbox(actor: Actor, *, before: str = "", limit: int = PAGE) -> Page:
    """What the actor was told, newest first, those behind the one called `before`.

    One query, two on later pages, and two where somebody is named; none for strangers.
    """
    if actor.person_id is None:
        return Page([], None)
    mine = Notice.objects.filter(person_id=actor.person_id)
    if before:
        last = mine.filter(ref=before).values_list("pk", flat=True).first()
        mine = mine.filter(pk__lt=last) if last else mine.none()
    found = list(mine.order_by("-id")[: limit + 1])
    return Page(named(found[:limit]), found[limit - 1].ref if len(found) > limit else None)


def told_already(kind_code: str, position: int) -> set[int]:
    """The ids of those who were told this. One query."""
    return set(Notice.objects.filter(kind=kind_code, position=position).values_list("person_id", flat=True))


def told_before(kind_code: str, path: str, people_ids: Collection[int]) -> list[tuple[int, dict[str, Any]]]:
    """Which of these people were told something of this kind that leads to this page, each time with its data. One query."""
    rows = Notice.objects.filter(person_id__in=people_ids, kind=kind_code, path=path)
    return list(rows.values_list("person_id", "data"))


def reader(person_id: int) -> Reader | None:
    """What is kept of one who is told things; None where nothing was ever told. One query."""
    return Reader.objects.filter(person_id=person_id).first()


def unseen_of(person: str) -> Subquery:
    """How many notices are unseen by the person whom this column of another query tells."""
    return Subquery(Reader.objects.filter(person_id=OuterRef(person)).values("unseen"))


def here_of(person: str) -> Subquery:
    """When the person whom this column of another query tells was last noted to be here."""
    return Subquery(Reader.objects.filter(person_id=OuterRef(person)).values("here_at"))


def unseen_count(actor: Actor) -> int:
    """How many notices the actor has not seen. One query; none for strangers."""
    found = None if actor.person_id is None else reader(actor.person_id)
    return found.unseen if found else 0

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling people something: a notice for each, in the way that each has chosen. Called from the reactions of other rooms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from insieme.notices import queries
from insieme.notices.kinds import NoticeKind, must_be_known
from insieme.notices.models import Choice, Notice, PushSubscription, Reader, Rhythm
from insieme.notices.queries.counting import unseen_of
from insieme.notices.rules import next_digest

AT_ONCE = 500


def tell(
    kind_code: str,
    people_ids: Iterable[int],
    *,
    about: str,
    path: str,
    data: dict[str, Any],
    position: int,
    at: datetime,
    via: str = "",
) -> int:
    """Tell these people something about a topic, with the page at `path`; return how many want to hear of it.

    `position` is that of the entry of the record: telling twice is telling once. `via` is a topic through which they are concerned,
    as the organisation that they follow and that did it. Whoever said "not at all", to the kind or to one of the topics, is left out.
    """
    kind, ids = must_be_known(kind_code), sorted(set(people_ids))
    notice = {"kind": kind.code, "about": about, "path": path, "data": data, "position": position, "at": at}
    return sum(_tell(kind, ids[start : start + AT_ONCE], (about, via), notice) for start in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _tell(kind: NoticeKind, ids: list[int], topics: Collection[str], notice: dict[str, Any]) -> int:
    chosen = queries.choices(kind, topics, ids)
    rhythms = _locked(chosen)
    loud = [person for person, choice in chosen.items() if choice == Choice.AT_ONCE]
    reachable = set(PushSubscription.objects.filter(person_id__in=loud).values_list("person_id", flat=True)) if loud else set()
    rows = [Notice(person_id=person, choice=choice, to_push=person in reachable, **notice) for person, choice in chosen.items()]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    readers = Reader.objects.filter(person_id__in=chosen)
    readers.update(unseen=unseen_of())
    for rhythm in Rhythm.values:
        waiting = [person for person, choice in chosen.items() if choice == Choice.DIGEST and rhythms.get(person) == rhythm]
        if waiting and (due := next_digest(rhythm, notice["at"])):
            readers.filter(person_id__in=waiting, digest_at=None).update(digest_at=due)
    return len(chosen)


def _locked(people: Collection[int]) -> dict[int, str]:
    """The rhythms of these readers, made where they are new and held, in order, so that what is counted afterwards is all there is."""
    Reader.objects.bulk_create((Reader(person_id=person) for person in sorted(people)), ignore_conflicts=True)
    held = Reader.objects.select_for_update().filter(person_id__in=people).order_by("person_id")
    return dict(held.values_list("person_id", "rhythm"))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling people something: a notice for each, in the way that each has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from insieme.notices.kinds import Audience, audiences_of, must_be_known
from insieme.notices.models import Choice, Notice, Reader, Rhythm
from insieme.notices.queries.choosing import Way, heard
from insieme.notices.queries.counting import unseen_of
from insieme.notices.rules import next_digest
from insieme.record.facts import SealedFact

AT_ONCE = 500


def tell_of(fact: SealedFact) -> int:
    """Tell those whom a fact concerns, each once; return how many want to hear of it."""
    return _tell_all(audiences_of(fact), fact.public, about=fact.about, position=fact.position, at=fact.at)


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
    audience = Audience(must_be_known(kind_code), set(people_ids), "", path, via, data=data)
    return _tell_all([audience], {}, about=about, position=position, at=at)


def _tell_all(audiences: Iterable[Audience], public: Mapping[str, Any], **told: Any) -> int:
    count = 0
    for audience, ways in heard(audiences, told["about"]):
        data = {word: public[word] for word in audience.words} | dict(audience.data)
        notice = told | {"kind": audience.kind.code, "path": str(audience.path), "data": data, "even_if_seen": audience.even_if_seen}
        people = sorted(ways)
        for start in range(0, len(people), AT_ONCE):
            _write({person: ways[person] for person in people[start : start + AT_ONCE]}, notice)
        count += len(ways)
    return count


@transaction.atomic
def _write(ways: Mapping[int, Way], notice: dict[str, Any]) -> None:
    rhythms = _locked(ways)
    rows = (
        Notice(person_id=person, choice=way.choice, to_mail=at_once, to_push=way.device and at_once, **notice)
        for person, way in ways.items()
        for at_once in (way.choice == Choice.AT_ONCE,)
    )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    readers = Reader.objects.filter(person_id__in=ways)
    readers.update(unseen=unseen_of())
    for rhythm in Rhythm.values:
        waiting = [person for person, way in ways.items() if way.choice == Choice.DIGEST and rhythms.get(person) == rhythm]
        if waiting and (due := next_digest(rhythm, notice["at"])):
            readers.filter(person_id__in=waiting, digest_at=None).update(digest_at=due)


def _locked(people: Collection[int]) -> dict[int, str]:
    """The rhythms of these readers, made where they are new and held, in order, so that what is counted afterwards is all there is."""
    Reader.objects.bulk_create((Reader(person_id=person) for person in sorted(people)), ignore_conflicts=True)
    held = Reader.objects.select_for_update().filter(person_id__in=people).order_by("person_id")
    return dict(held.values_list("person_id", "rhythm"))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""In which way each of many people wants to be told something, and how many that makes before one announces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from insieme.notices.kinds import NoticeKind, must_be_known
from insieme.notices.models import Choice, PushSubscription, Reader, Rhythm, Setting
from insieme.notices.queries.following import followers_of
from insieme.notices.rules import quieter
from insieme.people.queries import recipients
from insieme.people.queries.persons import active

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ways:
    """How many people will be told: in the inbox all of them; of these by mail at once, in a digest, on a device."""

    inbox: int = 0
    mail: int = 0
    digest: int = 0
    push: int = 0

    def __add__(self, other: Ways) -> Ways:
        """Put two groups together."""
        return Ways(self.inbox + other.inbox, self.mail + other.mail, self.digest + other.digest, self.push + other.push)


def choices(kind: NoticeKind, topics: Collection[str], people_ids: Collection[int]) -> dict[int, str]:
    """How each of these people wants to hear of it, without those who do not want to or whose account is closed. Two queries."""
    mine = Q(kind=kind.code) | Q(topic__in=[topic for topic in topics if topic])
    said: dict[int, list[str]] = {}
    for person, choice in Setting.objects.filter(mine, person_id__in=people_ids).values_list("person_id", "choice"):
        said.setdefault(person, []).append(choice)
    wanted = {person: quieter(kind.choice, said.get(person, ())) for person in active(people_ids)}
    return {person: choice for person, choice in wanted.items() if choice != Choice.NEVER}


def who_will_be_told(kind: str, topic: str, people_ids: Collection[int] | None = None) -> Ways:
    """Count the ways in which these people, or those who follow the topic, would hear of it. Six queries for each 500 of them."""
    ids = sorted(followers_of(topic) if people_ids is None else set(people_ids))
    return sum((_ways(kind, topic, ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)), Ways())


def _ways(kind: str, topic: str, ids: list[int]) -> Ways:
    chosen = choices(must_be_known(kind), [topic], ids)
    counts = Counter(chosen.values())
    by_mail = {each.person_id for each in recipients(chosen)}
    silent = set(Reader.objects.filter(person_id__in=chosen, rhythm=Rhythm.NEVER).values_list("person_id", flat=True))
    loud = [person for person, choice in chosen.items() if choice == Choice.AT_ONCE]
    pushed = PushSubscription.objects.filter(person_id__in=loud).values("person_id").distinct().count()
    digest = sum(choice == Choice.DIGEST and person in by_mail - silent for person, choice in chosen.items())
    return Ways(counts.total(), len(by_mail.intersection(loud)), digest, pushed)

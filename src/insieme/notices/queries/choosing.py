# SPDX-License-Identifier: AGPL-3.0-or-later
"""In which way each of many people wants to be told something, and how many that makes before one announces it.

Both are asked here, so that who will be told is who is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from insieme.notices.kinds import Audience, Happening, audiences_of
from insieme.notices.models import BouncedAddress, Choice, PushSubscription, Reader, Rhythm, Setting
from insieme.notices.rules import LOUDER
from insieme.people.queries.persons import among, confirmed_addresses

People = Collection[int] | QuerySet[Any, Any]
AT_ONCE = 500


class Way(NamedTuple):
    """How one person hears of something: `choice` is theirs; whether a letter reaches them, a digest may come, a device is told."""

    choice: str
    mail: bool
    digest: bool
    device: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """How many people will be told: in the inbox all of them; of these by mail at once, in a digest, on a device."""

    inbox: int = 0
    mail: int = 0
    digest: int = 0
    push: int = 0

    @classmethod
    def of(cls, ways: Collection[Way]) -> Ways:
        """Count."""
        mail = sum(way.mail and way.choice == Choice.AT_ONCE for way in ways)
        digest = sum(way.digest and way.choice == Choice.DIGEST for way in ways)
        return cls(len(ways), mail, digest, sum(way.device and way.choice == Choice.AT_ONCE for way in ways))

    def __add__(self, other: Ways) -> Ways:
        """Put two groups together."""
        return Ways(self.inbox + other.inbox, self.mail + other.mail, self.digest + other.digest, self.push + other.push)

    @property
    def here(self) -> int:
        """Those who find it in their inbox alone."""
        return self.inbox - self.mail - self.digest


@dataclass(frozen=True, slots=True)
class Group:
    """Those who will be told for one reason."""

    audience: Audience
    ways: Ways

    @property
    def kind(self) -> str:
        """The code of the kind of notice."""
        return self.audience.kind.code

    @property
    def words(self) -> str:
        """Who they are, with their number, in the language in force."""
        return self.audience.reason(self.ways.inbox)


@dataclass(frozen=True, slots=True)
class WillBeTold:
    """Who will be told of something: altogether, and for which reasons."""

    ways: Ways
    groups: list[Group]


def who_will_be_told(*plans: Happening) -> WillBeTold:
    """Whom it will reach if this happens, by reason and by way. One query for each audience, and those that find it."""
    merged: dict[tuple[str, str], Group] = {}
    for plan in plans:
        for audience, ways in heard(_together(plan), plan.about):
            key = _sort(audience)
            before = merged[key].ways if key in merged else Ways()
            merged[key] = Group(audience, before + Ways.of(ways.values()))
    reached = [group for group in merged.values() if group.ways.inbox or not group.audience.counted]
    return WillBeTold(sum((group.ways for group in reached), Ways()), reached)


def heard(audiences: Iterable[Audience], about: str) -> Iterator[tuple[Audience, dict[int, Way]]]:
    """Who of each audience wants to hear of this topic, and in which way; nobody twice.

    One query for each audience that is found by a query, or for each 500 of those that are told by their ids.
    """
    told: set[int] = set()
    for audience in audiences:
        ways = {pk: way for some in _portions(audience.people) for pk, way in _hearers(audience, about, some) if pk not in told}
        told.update(ways)
        yield audience, ways


def _together(plan: Happening) -> list[Audience]:
    """The audiences of a plan; those that differ only in the page they are led to, as the authors of many voices, are one."""
    found: dict[Any, Audience] = {}
    for number, audience in enumerate(audiences_of(plan)):
        key = number if isinstance(audience.people, QuerySet) else (audience.via, *_sort(audience))
        people = found[key].people if key in found else ()
        found[key] = replace(audience, people={*people, *audience.people}) if people else audience
    return list(found.values())


def _sort(audience: Audience) -> tuple[str, str]:
    """What is counted as one: the same kind of notice for the same reason."""
    return audience.kind.code, audience.reason(1)


def _portions(people: People) -> Iterable[People]:
    """What the database takes in one query."""
    if isinstance(people, QuerySet):
        return [people]
    ids = sorted(people)
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _hearers(audience: Audience, topic: str, some: People) -> Iterator[tuple[int, Way]]:
    """Of some of an audience, those whose account is open: how each wants to hear of it. The quietest of what one has said counts.

    What asks something of them stands in their inbox at least.
    """
    of_this = Q(kind=audience.kind.code) | Q(topic__in=[each for each in (topic, audience.via) if each])
    rank = Case(*(When(choice=choice, then=Value(rank)) for rank, choice in enumerate(LOUDER)))
    mine = {"person_id": OuterRef("pk")}
    said = Setting.objects.filter(of_this, **mine).annotate(rank=rank).order_by("rank").values("rank")[:1]
    refused = BouncedAddress.objects.filter(email=OuterRef("email"))
    people = among(some).annotate(
        rank=Coalesce(Subquery(said), LOUDER.index(audience.kind.choice)),
        mail=Exists(confirmed_addresses().filter(~Exists(refused), user_id=OuterRef("pk"))),
        no_digest=Exists(Reader.objects.filter(rhythm=Rhythm.NEVER, **mine)),
        device=Exists(PushSubscription.objects.filter(**mine)),
    )
    least = LOUDER.index(Choice.INBOX) if audience.kind.asks else 0
    wanted = people.filter(rank__gte=0 if least else 1).values_list("pk", "rank", "mail", "no_digest", "device")
    for pk, louder, mail, no_digest, device in wanted:
        yield pk, Way(LOUDER[max(louder, least)], mail, mail and not no_digest, device)

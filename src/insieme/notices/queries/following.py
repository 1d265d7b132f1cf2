# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who follows what.

What can be followed is what everybody may see: calls and organisations by address, persons by reference, places by code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from insieme.foundation.actor import Actor
from insieme.notices.kinds import Audience, Happening, NoticeKind, Words
from insieme.notices.models import Follow
from insieme.people.queries import persons_by_ref
from insieme.people.queries.places import places_by_code
from insieme.record.queries import topics

FOLLOW_YOU = ngettext_lazy("%(count)s person who follows you", "%(count)s people who follow you", "count")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be followed: its topic, what it is called, the address of its page; empty where it has none."""

    topic: str
    title: str
    href: str


def followers_of(topic: str) -> list[int]:
    """The ids of the people who follow a topic. One query."""
    return list(Follow.objects.filter(topic=topic).order_by("person_id").values_list("person_id", flat=True))


def followers(topic: str) -> QuerySet[Follow, Any]:
    """The same as a query, since there may be many."""
    return Follow.objects.filter(topic=topic).values("person_id")


def followers_of_actor(happening: Happening, kind: NoticeKind, path: Words, *, by_name: str = "", **told: Any) -> list[Audience]:
    """Those who follow the person who acts in public under their name: nobody, where this person has no page of their own.

    `by_name` is how they sign. Whoever signs otherwise than their page is called is not known here by that name, and nobody is told.
    """
    topic = str((happening.private or {}).get("actor", ""))
    person = things([topic]).get(topic) if topic.startswith("person:") else None
    if person is None or by_name not in {"", person.title}:
        return []
    others = followers(topic).exclude(person__ref=topic.partition(":")[2])
    return [Audience(kind, others, FOLLOW_YOU, path, via=topic, **told)]


def is_following(actor: Actor, topic: str) -> bool:
    """Whether the actor follows a topic. One query; none for strangers."""
    return actor.person_id is not None and Follow.objects.filter(person_id=actor.person_id, topic=topic).exists()


def follows(person_id: int, topic: str) -> Exists:
    """Whether this person follows the topic, as a condition of a query."""
    return Exists(Follow.objects.filter(person_id=person_id, topic=topic))


def followed_by(actor: Actor) -> list[Thing]:
    """What the actor follows and everybody may still see, by title. Five queries at most; none for strangers."""
    if actor.person_id is None:
        return []
    mine = Follow.objects.filter(person_id=actor.person_id).values_list("topic", flat=True)
    return sorted(things(list(mine)).values(), key=lambda thing: thing.title.lower())


def things(wanted: Iterable[str]) -> dict[str, Thing]:
    """What these topics are, without those that nobody knows or that are not for everybody. One query for each sort of topic."""
    known = {about: Thing(about, topic.title, topic.href) for about, topic in topics(wanted).items()}
    return known | _persons(_named(wanted, "person")) | _places(_named(wanted, "place"))


def _named(wanted: Iterable[str], sort: str) -> list[str]:
    return [name for each, _colon, name in (topic.partition(":") for topic in wanted) if each == sort and name]


def _persons(refs: list[str]) -> dict[str, Thing]:
    """Only people with a page of their own, which they have by choosing a handle."""
    found = persons_by_ref(refs).values() if refs else []
    shown = [person for person in found if person.handle and person.is_active]
    return {person.topic: Thing(person.topic, str(person), reverse("people:person", args=[person.handle])) for person in shown}


def _places(codes: list[str]) -> dict[str, Thing]:
    return {f"place:{code}": Thing(f"place:{code}", str(place), "") for code, place in places_by_code(codes).items()} if codes else {}

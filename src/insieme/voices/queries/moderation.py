# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for moderators, and what was decided about a voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from insieme.foundation.actor import Actor
from insieme.people.queries.persons import moderators, operators
from insieme.voices.models import AGAINST, Appeal, Flag, State, Step, Verdict, Voice
from insieme.voices.models.moderation import AppealQuerySet
from insieme.voices.models.talk import VoiceQuerySet

PAGE = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """How many voices of newcomers, flagged voices and appeals wait; and how many appeals that nobody here may hear (`unheard`)."""

    queued: int
    flagged: int
    appeals: int
    unheard: int


def counts(actor: Actor) -> Counts:
    """What waits for this moderator, in numbers. Four queries, and three where any appeal waits."""
    return Counts(_queued().count(), _flagged().count(), _appeals(actor).count(), len(unheard()))


def queued(*, after: int = 0, limit: int = PAGE) -> list[Voice]:
    """The first voices of newcomers, and those that they want to change, the oldest first. One query."""
    return list(_queued().filter(pk__gt=after).select_related("thread", "author").order_by("pk")[:limit])


def newest_queued() -> tuple[int, datetime | None]:
    """How many voices of newcomers wait, and since when the last of them does. One query."""
    found = _queued().aggregate(count=Count("pk"), newest=Max(Coalesce("rewritten_at", "spoken_at")))
    return found["count"], found["newest"]


def flagged(*, after: int = 0, limit: int = PAGE) -> list[Voice]:
    """The voices that readers have flagged and nobody has looked at, the oldest first, each with `flagged` (by how many). One query."""
    rows = Voice.objects.filter(pk__gt=after, pk__in=_flagged().values("voice_id")).select_related("thread", "author")
    return list(rows.annotate(flagged=Count("flags", filter=Q(flags__settled_at=None))).order_by("pk")[:limit])


def appeals(actor: Actor, *, after: int = 0, limit: int = PAGE) -> list[Appeal]:
    """The appeals that nobody has decided and this moderator may hear, the oldest first. One query."""
    rows = _appeals(actor).filter(pk__gt=after).select_related("step__voice__thread", "step__voice__author")
    return list(rows.order_by("pk")[:limit])


def unheard() -> set[int]:
    """The ids of the appeals that wait and nobody may hear: all who moderate have decided against the voice, or said it.

    One query, and three where any appeal waits.
    """
    awaited = list(Appeal.objects.awaited().values_list("pk", "step__voice_id", "step__voice__author_id"))
    if not awaited:
        return set()
    hearing = {*moderators(), *operators()}
    kept_out: dict[int, set[int | None]] = {voice: {author} for _, voice, author in awaited}
    for voice, person in Step.objects.filter(kind__in=AGAINST, voice_id__in=kept_out).values_list("voice_id", "by_id"):
        kept_out[voice].add(person)
    return {appeal for appeal, voice, _ in awaited if hearing <= kept_out[voice]}


def is_unheard(steps: Iterable[Step]) -> bool:
    """Whether an appeal against one of these steps waits, and nobody may hear it. Queries only where one waits."""
    waiting = {step.appeal.pk for step in steps if hasattr(step, "appeal") and step.appeal.verdict == Verdict.AWAITED}
    return bool(waiting and waiting & unheard())


def flags_of(voice: Voice) -> list[Flag]:
    """What readers said against a voice, the oldest first, without who they are. One query."""
    return list(Flag.objects.filter(voice=voice).order_by("pk"))


def steps_of(voice: Voice) -> list[Step]:
    """What moderators did with a voice, the first first, each with its entry in the record and its appeal. One query."""
    return list(Step.objects.filter(voice=voice).select_related("entry", "appeal__entry"))


def decision_against(voice: Voice) -> Step | None:
    """The last step, if it stands against the voice. One query."""
    last = Step.objects.filter(voice=voice).select_related("entry", "appeal").order_by("-pk").first()
    return last if last is not None and voice.state in {State.HIDDEN, State.REMOVED} else None


def _queued() -> VoiceQuerySet:
    return Voice.objects.all().to_look_at()


def _appeals(actor: Actor) -> AppealQuerySet:
    return Appeal.objects.all().awaited().for_moderator(actor.person_id)


def _flagged() -> Any:
    return Flag.objects.filter(settled_at=None, voice__state=State.SHOWN).values("voice_id").distinct()

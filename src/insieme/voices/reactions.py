# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a fact concerns, and what they are told. The words of a voice never go into a notice: one reads them where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from insieme.notices.actions import tell
from insieme.notices.kinds import NoticeKind
from insieme.people.queries.organisations import responders
from insieme.people.queries.persons import moderators, persons_by_handle
from insieme.record.reactions import SealedFact
from insieme.voices.facts.telling import ANSWERED, ASKED, DECIDED, MENTIONED, REPLIED, REPORTED
from insieme.voices.models import Answer, Step, Voice


def on_spoken_tell(fact: SealedFact) -> None:
    """Tell who is replied to, who is mentioned, and who can answer officially what waits for an answer."""
    voice = _voice(fact)
    if voice is None:
        return
    told: set[int | None] = {voice.author_id}
    if voice.parent is not None and voice.parent.author_id not in told:
        _tell(REPLIED, [voice.parent.author_id], voice, fact)
        told.add(voice.parent.author_id)
    named = {person.pk for person in persons_by_handle(voice.mentions)} - told if voice.mentions else set()
    _tell(MENTIONED, named, voice, fact)
    if fact.public["promise_hours"] is not None and voice.organisation_id:
        _tell(ASKED, set(responders(voice.organisation_id)) - told - named, voice, fact)


def on_answered_tell(fact: SealedFact) -> None:
    """Tell those whose voices are answered."""
    for answer in Answer.objects.filter(ref=fact.public["answer"]):
        for voice in Voice.objects.filter(ref__in=fact.public["voices"]).exclude(author=answer.signed_by_id).select_related("thread"):
            _tell(ANSWERED, [voice.author_id], voice, fact, name=answer.organisation_name)


def on_moderated_tell(fact: SealedFact) -> None:
    """Tell the author what was decided about their words, and where to read why."""
    voice = _voice(fact)
    if voice is not None:
        what = fact.code.partition(".")[2]
        path = reverse("voices:statement", args=[voice.ref])
        _tell(DECIDED, [voice.author_id], voice, fact, path=path, what=what, granted=bool(fact.public.get("granted")))


def on_reported_tell(fact: SealedFact) -> None:
    """Tell the moderators that something waits for them; of an appeal not the one who decided."""
    voice = _voice(fact)
    if voice is None:
        return
    kept_out: set[int | None] = {voice.author_id}
    if fact.code == "voices.appealed":
        kept_out |= set(Step.objects.filter(appeal__ref=fact.public["appeal"]).values_list("by_id", flat=True))
    _tell(REPORTED, set(moderators()) - kept_out, voice, fact, path=reverse("voices:moderation"))


def _voice(fact: SealedFact) -> Voice | None:
    return Voice.objects.select_related("thread", "parent").filter(ref=fact.public["voice"]).first()


def _tell(kind: NoticeKind, people: Iterable[int | None], voice: Voice, fact: SealedFact, *, path: str = "", **data: Any) -> None:
    ids = [pk for pk in people if pk is not None]
    if ids:
        path = path or reverse("voices:voice", args=[voice.ref])
        told = {"title": voice.thread.title} | data
        tell(kind.code, ids, about=voice.thread.about, path=path, data=told, position=fact.position, at=fact.at)

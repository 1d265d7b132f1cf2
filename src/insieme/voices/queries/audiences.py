# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom it concerns what is said, answered and decided, and why. The words of a voice go into no notice: one reads them where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import ngettext_lazy

from insieme.notices.kinds import Audience, Data, Happening, NoticeKind, Words
from insieme.notices.queries import followers_of_actor, told_before
from insieme.people.queries.organisations import organisations_called, responders
from insieme.people.queries.persons import moderators, operators, persons_by_handle, persons_by_ref
from insieme.voices.facts.telling import ANSWERED, ASKED, DECIDED, FOLLOWED, MENTIONED, REPLIED, REPORTED, UNHEARD
from insieme.voices.models import AGAINST, State, StepKind, Voice
from insieme.voices.queries.mentions import mentioned_organisations
from insieme.voices.queries.voices import address_of_answer

SPOKE = ngettext_lazy("%(count)s person whom you answer", "%(count)s people whom you answer", "count")
NAMED = ngettext_lazy("%(count)s person who is mentioned", "%(count)s people who are mentioned", "count")
ANSWERS = ngettext_lazy("%(count)s person who answers for the organisation", "%(count)s people who answer for the organisation", "count")
WROTE = ngettext_lazy("%(count)s author", "%(count)s authors", "count")
MODERATE = ngettext_lazy("%(count)s moderator", "%(count)s moderators", "count")

RUN = ngettext_lazy("%(count)s person who runs the installation", "%(count)s people who run the installation", "count")


def of_spoken(happening: Happening) -> Iterator[Audience]:
    """Who is replied to, who is mentioned, who answers officially what waits or mentions their organisation, who follows the author."""
    for voice in _voices(happening.public["voice"]):
        author = {voice.author_id}
        if voice.parent is not None:
            yield _audience(REPLIED, {voice.parent.author_id} - author, SPOKE, voice)
        named = persons_by_handle(voice.mentions) if voice.mentions else []
        yield _mentioned(voice, named)
        if happening.public["promise_hours"] is not None and voice.organisation_id:
            yield _audience(ASKED, set(responders(voice.organisation_id)) - author, ANSWERS, voice)
        yield from _mentioned_for(voice, mentioned_organisations(voice.mentions))
        data = {"title": voice.thread.title, "voice": voice.ref}
        if not voice.unnamed:
            yield from followers_of_actor(happening, FOLLOWED, reverse("voices:voice", args=[voice.ref]), data=data)


def of_edited(happening: Happening) -> Iterator[Audience]:
    """Who is mentioned, or for whose organisation somebody answers, in words that were not there before."""
    named = [topic.partition(":") for topic in (happening.private or {}).get("named", [])]
    persons, organisations = ([ref for kind, _, ref in named if kind == wanted] for wanted in ("person", "organisation"))
    for voice in _voices(happening.public["voice"]) if named else ():
        yield _mentioned(voice, persons_by_ref(persons).values())
        yield from _mentioned_for(voice, organisations)


def of_answered(happening: Happening) -> Iterator[Audience]:
    """Those whose voices are answered, and those who follow the person who signs; a program's answers are followed by nobody."""
    signer = {person.pk for person in persons_by_ref([_actor(happening)]).values()}
    data = {"name": happening.public["name"]}
    voices = list(_voices(*happening.public["voices"]))
    for voice in voices:
        stands = address_of_answer(happening.public["answer"], voice.ref)
        yield _audience(ANSWERED, {voice.author_id} - signer, SPOKE, voice, path=stands, **data)
    if voices and not happening.public["automatic"]:
        path = reverse_lazy("voices:answer", args=[happening.public["answer"]])
        yield from followers_of_actor(happening, FOLLOWED, path, data=data | {"title": voices[0].thread.title})


def of_moderated(happening: Happening) -> Iterator[Audience]:
    """The author reads what was decided about their words, and why; that what others flagged was left concerns nobody."""
    what, granted = happening.code.partition(".")[2], bool(happening.public.get("granted"))
    for voice in _voices(happening.public["voice"]):
        last = voice.steps.filter(kind=StepKind.LEAVE).last()
        if what == "left" and not (last and last.statement):
            continue
        path = reverse("voices:statement", args=[voice.ref])
        yield _audience(DECIDED, {voice.author_id}, WROTE, voice, path=path, what=what, granted=granted)


def of_reported(happening: Happening) -> Iterator[Audience]:
    """The moderators; of an appeal not those who took a step against the voice, and where nobody else is left who runs the installation."""
    for voice in _voices(happening.public["voice"]):
        kept_out = {voice.author_id}
        if happening.code == "voices.appealed":
            kept_out |= set(voice.steps.filter(kind__in=AGAINST).values_list("by_id", flat=True))
        hearing = set(moderators()) - kept_out
        yield _audience(REPORTED, hearing, MODERATE, voice, path=reverse("voices:moderation"))
        if happening.code == "voices.appealed" and not hearing:
            yield _audience(UNHEARD, operators(), RUN, voice, path=reverse("voices:moderation") + "?show=appeals")


def still_shown(_about: str, data: Data, people: Collection[int]) -> Collection[int]:
    """Nobody is written to about a voice that was hidden or taken back meanwhile."""
    hidden = "voice" in data and not Voice.objects.filter(ref=data["voice"], state=State.SHOWN).exists()
    return () if hidden else people


def still_moderating(_about: str, _data: Data, people: Collection[int]) -> Collection[int]:
    """Those who have not laid it down meanwhile."""
    return set(moderators()).intersection(people)


def still_running(_about: str, _data: Data, people: Collection[int]) -> Collection[int]:
    """Those who run the installation still."""
    return set(operators()).intersection(people)


def _voices(*refs: str) -> Iterator[Voice]:
    yield from Voice.objects.filter(ref__in=refs).select_related("thread", "parent").order_by("pk")


def _mentioned(voice: Voice, persons: Iterable[Any]) -> Audience:
    return _audience(MENTIONED, _news_to({person.pk for person in persons}, voice), NAMED, voice)


def _mentioned_for(voice: Voice, slugs: Collection[str]) -> Iterator[Audience]:
    for company in organisations_called(slugs).values():
        yield _audience(MENTIONED, _news_to(set(responders(company.pk)), voice, name=company.name), ANSWERS, voice, name=company.name)


def _news_to(people: set[int], voice: Voice, *, name: str = "") -> set[int]:
    """Those who have not heard yet that this voice mentions them, or this organisation.

    Asked when it is told: words that change before the first fact is relayed are told by that one, and named by that of the change too.
    """
    others = people - {voice.author_id}
    told = told_before(MENTIONED.code, reverse("voices:voice", args=[voice.ref]), others) if others else ()
    return others - {person for person, data in told if data.get("name", "") == name}


def _actor(happening: Happening) -> str:
    return str((happening.private or {}).get("actor", "")).partition(":")[2]


def _audience(kind: NoticeKind, people: Collection[int | None], why: Words, voice: Voice, *, path: str = "", **data: Any) -> Audience:
    known = {person for person in people if person is not None}
    return Audience(kind, known, why, path or reverse("voices:voice", args=[voice.ref]), data={"title": voice.thread.title} | data)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""One voice in depth: the texts that it had, its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.people.queries import organisations_by_id
from insieme.voices import access
from insieme.voices.models import Answer, AnswerVersion, Picture, Voice, VoiceVersion
from insieme.voices.rules.texts import differences


@dataclass(frozen=True, slots=True)
class Version:
    """A text with what changed against the one before: pairs of "same", "gone" or "new" and the words."""

    number: int
    at: object
    changes: list[tuple[str, str]]
    signed_name: str = ""
    signed_title: str = ""


def versions_of(voice: Voice) -> list[Version]:
    """The texts that a voice had, the newest first. One query; none where it has had one only."""
    return _compared(list(VoiceVersion.objects.filter(voice=voice))) if voice.versions > 1 else []


def answering(voice: Voice) -> Any:
    """The organisation that answers officially where this was said; None where nobody does. One query at most."""
    return organisations_by_id([voice.organisation_id])[voice.organisation_id] if voice.organisation_id else None


def answer_with_voices(ref: str) -> tuple[Answer, list[Voice]]:
    """An answer and the voices that it answers, the oldest first. Refuses: `NotVisible`. Two queries."""
    found = Answer.objects.filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found, list(Voice.objects.filter(answered_by__answer=found).select_related("thread", "author").order_by("pk"))


def address_of_answer(answer: str, voice: str) -> str:
    """Where an answer stands under one of the voices that it answers."""
    return f"{reverse('voices:voice', args=[voice])}#a-{answer}-{voice}"


def answer_versions(answer_id: int) -> list[Version]:
    """The texts that an answer had, the newest first. One query."""
    return _compared(list(AnswerVersion.objects.filter(answer_id=answer_id)))


def picture(actor: Actor, ref: str, number: int) -> Picture:
    """A picture of a voice that `actor` may read. Refuses: `NotVisible`. Two queries."""
    voice = access.voice(actor, ref)
    found = Picture.objects.filter(voice=voice, number=number).first() if access.may_read(actor, voice) else None
    if found is None:
        raise NotVisible
    return found


def _compared(found: list[VoiceVersion] | list[AnswerVersion]) -> list[Version]:
    made, before = [], ""
    for each in found:
        changes = differences(before, each.text) if before else [("same", each.text)]
        signed = (each.signed_name, each.signed_title) if isinstance(each, AnswerVersion) else ()
        made.append(Version(each.number, each.at, changes, *signed))
        before = each.text
    return made[::-1]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that a person has said, for the copy of everything that the house keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from insieme.voices.models import Answer, AnswerVersion, Appeal, Flag, Picture, Step, Support, Voice, VoiceVersion


def belongings_of(person_id: int) -> Iterator[tuple[str, Any]]:
    """The files of a person's export: what they have said as lists, and their pictures as they are kept."""
    told = of_author(person_id)
    for name, rows in told.items():
        if rows:
            yield f"{name}.json", rows
    for picture in told["pictures"]:
        with default_storage.open(picture["file"]) as file:
            yield picture["file"].rpartition("/")[2], file.read()


def of_author(person_id: int) -> dict[str, list[Any]]:
    """Everything of this person in the room, as plain values; pictures with the name of their file in the storage. Eleven queries."""
    voices = list(Voice.objects.filter(author_id=person_id).select_related("thread").order_by("pk"))
    ids = [voice.pk for voice in voices]
    supports = Support.objects.filter(person_id=person_id).order_by("pk").values("voice__ref", "kind", "at")
    flags = Flag.objects.filter(person_id=person_id).order_by("pk").values("voice__ref", "rule", "words", "at")
    answers = Answer.objects.filter(signed_by_id=person_id).order_by("pk")
    signed = AnswerVersion.objects.filter(signed_by_id=person_id).order_by("pk")
    steps = Step.objects.order_by("pk")
    appeals = Appeal.objects.order_by("pk")
    return {
        "voices": [_told(voice) for voice in voices],
        "versions": list(VoiceVersion.objects.filter(voice__in=ids).order_by("pk").values("voice__ref", "number", "text", "at")),
        "pictures": list(Picture.objects.filter(voice__in=ids).order_by("pk").values("voice__ref", "number", "alt", "file")),
        "supports": list(supports),
        "flags": list(flags),
        "answers": list(answers.values("ref", "organisation_slug", "disposition", "reason", "text", "at")),
        "answers_signed": list(
            signed.values("answer__ref", "number", "disposition", "reason", "text", "signed_name", "signed_title", "at")
        ),
        "statements": list(steps.filter(voice__author_id=person_id).values("voice__ref", "kind", "rule", "statement", "at")),
        "appeals": list(appeals.filter(step__voice__author_id=person_id).values("step__ref", "words", "at", "verdict", "because")),
        "moderated": list(steps.filter(by_id=person_id).values("voice__ref", "kind", "rule", "statement", "at")),
        "appeals_decided": list(appeals.filter(decided_by_id=person_id).values("step__ref", "verdict", "because", "decided_at")),
    }


def _told(voice: Voice) -> dict[str, Any]:
    names = ("ref", "kind", "text", "rewritten", "language", "state", "spoken_at", "shown_at", "support", "same_here", "unnamed")
    return {name: getattr(voice, name) for name in names} | {"about": voice.thread.about, "page": voice.thread.path}

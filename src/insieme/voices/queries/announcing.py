# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an organisation is about to say, as far as it is known before: by this one asks who will be told."""

from __future__ import annotations

from collections.abc import Iterable

from insieme.foundation.actor import Actor
from insieme.notices.kinds import Plan
from insieme.voices.facts import Answered
from insieme.voices.models import Voice


def answering(voices: Iterable[Voice], name: str, *, by: Actor) -> list[Plan]:
    """An organisation answers these voices, each with its thread: as many facts as topics are spoken of."""
    by_topic: dict[str, list[str]] = {}
    for voice in voices:
        by_topic.setdefault(voice.thread.about, []).append(voice.ref)
    # The answer has no address yet. Nobody goes there before.
    said = {"answer": "", "name": name, "automatic": False}
    return [Plan(Answered.code, about, said | {"voices": refs}, {"actor": by.name}) for about, refs in by_topic.items()]

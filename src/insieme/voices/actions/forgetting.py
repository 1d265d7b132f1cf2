# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes when a person goes: their words, pictures, supports and flags. What others said to them stays, and so does the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from insieme.foundation.actor import Actor
from insieme.record.actions import say
from insieme.voices import facts
from insieme.voices.actions.speaking import wipe
from insieme.voices.models import Answer, AnswerVersion, Appeal, Flag, State, Step, Support, Thread, Voice

#: Whoever asks to be forgotten is not remembered for having asked.
FORGETTING = Actor.system("voices")
#: Names what an organisation has signed; who it was is forgotten, that it was signed is not.
LEFT = "—"


@transaction.atomic
def forget_author(person_id: int, *, by: Actor, now: datetime) -> int:  # noqa: ARG001 - the room above has judged who may
    """Withdraw all that a person has said, and forget who it was; return how many voices. Again changes nothing.

    Statements and appeals about their voices go with the words. Says: `Withdrawn` for each voice that others had seen, by the house.
    """
    voices = list(Voice.objects.select_related("thread").select_for_update(of=("self",)).filter(author_id=person_id).order_by("pk"))
    for voice in voices:
        known = voice.shown_at is not None and voice.state != State.WITHDRAWN
        if voice.state != State.WITHDRAWN:
            wipe(voice, now=now)
        if known:
            say(facts.Withdrawn(voice.ref), about=voice.thread.about, by=FORGETTING, at=now)
    told = [voice.pk for voice in voices]
    Voice.objects.filter(pk__in=told).update(author=None)
    Step.objects.filter(voice__in=told).update(statement="")
    Appeal.objects.filter(step__voice__in=told).update(words="", because="")
    Flag.objects.filter(voice__in=told).update(words="")
    Flag.objects.filter(person_id=person_id).delete()
    _take_supports_back(person_id)
    _unsign(person_id)
    return len(told)


def _take_supports_back(person_id: int) -> None:
    for voice_id, kind in Support.objects.filter(person_id=person_id).order_by("voice_id").values_list("voice_id", "kind"):
        Voice.objects.filter(pk=voice_id).update(**{kind: F(kind) - 1})
        Thread.objects.filter(voices=voice_id).update(version=F("version") + 1)
    Support.objects.filter(person_id=person_id).delete()


def _unsign(person_id: int) -> None:
    """An answer stays the organisation's, and each of its texts keeps the title under which it was signed; the name goes."""
    AnswerVersion.objects.filter(signed_by_id=person_id).update(signed_by=None, signed_name=LEFT)
    own = Answer.objects.filter(signed_by_id=person_id)
    Thread.objects.filter(voices__answered_by__answer__in=own).update(version=F("version") + 1)
    own.update(signed_by=None, signed_name=LEFT)

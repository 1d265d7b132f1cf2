# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads and voices, as they are told and said."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.foundation.errors import Invalid
from insieme.people.schemas.fields import Line
from insieme.voices.actions.speaking import Words
from insieme.voices.models import Kind, Voice
from insieme.voices.rules.pictures import MOST, Drawn, drawn
from insieme.voices.rules.texts import LONGEST

KindSent = Literal["question", "opinion", "complaint", "idea"]
Rule = Literal["insult", "hatred", "private", "false", "advertising", "elsewhere", "illegal"]
Stand = Literal["support", "same_here"]
Language = Literal["it", "en"]
Spoken = Annotated[Text, Field(max_length=LONGEST, description="Markdown; @name calls a person or an organisation.")]


class ThreadTold(Schema):
    """The talk about one thing."""

    ref: str
    about: str = Field(description="The topic of the thing in the record.")
    path: str = Field(description="The page on which it stands.")
    title: str
    opened_at: datetime
    closed_at: datetime | None = Field(description="From then on nothing more is said.")
    unnamed: bool = Field(description="What is said here bears no name: one says it by judging, on the page on which it stands.")
    shown: int = Field(description="How many voices everybody sees.")
    asked: int = Field(description="How many of them an organisation has promised to answer.")
    answered: int = Field(description="How many of these are answered.")
    next_due_at: datetime | None = Field(description="When the first answer that is still awaited is due.")


class AuthorTold(Schema):
    """Who has said something."""

    name: str
    handle: str | None

    @staticmethod
    def resolve_name(person: Any) -> str:
        """By the name by which they want to be known."""
        return str(person)


class PictureTold(Schema):
    """A picture of a voice."""

    alt: str
    width: int
    height: int
    path: str


class AnswerTold(Schema):
    """An official answer, with the signature that it was given."""

    ref: str
    organisation: str = Field(alias="organisation_slug")
    organisation_name: str
    signed_name: str
    signed_title: str
    disposition: str = Field(description="answered, accepted, partly, merged or declined.")
    reason: str
    text: str = Field(description="Markdown.")
    language: str
    automatic: bool = Field(description="Sent by a program: it stops no clock.")
    versions: int
    at: datetime


class VoiceLine(Schema):
    """A voice, as lists have it."""

    ref: str
    thread: str = Field(alias="thread.ref")
    kind: str
    author: AuthorTold | None = Field(description="None where the person has left, and of what bears no name.")
    unnamed: bool = Field(description="Said without a name, as the words that go with marks are.")
    text: str = Field(description="Markdown. Empty where the one who asks may not read it.")
    language: str
    state: str = Field(description="queued (waiting for a moderator), shown, hidden, removed, withdrawn.")
    rule: str = Field(description="The rule by which it was hidden or removed.")
    pictures: list[PictureTold]
    versions: int
    spoken_at: datetime
    shown_at: datetime | None
    support: int
    same_here: int
    replies: int
    answers: int
    promise_hours: int | None = Field(description="Within how many hours of working days an answer was promised when it was said.")
    waiting_since: datetime | None
    due_at: datetime | None
    answered_at: datetime | None

    @staticmethod
    def resolve_author(voice: Any) -> Any:
        """Nobody learns whose the words are that bear no name."""
        return None if voice.unnamed else voice.author

    @staticmethod
    def resolve_text(voice: Any) -> str:
        """Only for who may read it."""
        return voice.text if voice.readable else ""

    @staticmethod
    def resolve_pictures(voice: Any) -> list[dict[str, Any]]:
        """The same, with the addresses."""
        return _pictures(voice) if voice.readable else []


class ReplyTold(VoiceLine):
    """A reply."""

    to: str | None = Field(description="The voice that it answers.")
    answered_with: list[AnswerTold]

    @staticmethod
    def resolve_to(voice: Any) -> str | None:
        """By reference."""
        return voice.parent.ref if voice.parent_id else None


class VoiceInTalk(ReplyTold):
    """A voice of a thread, with its first replies."""

    mine_support: bool = Field(description="Whether the one who asks supports it.")
    mine_same_here: bool
    under: list[ReplyTold]


class VersionTold(Schema):
    """A text that stood, and what changed against the one before."""

    number: int
    at: datetime
    changes: list[tuple[str, str]] = Field(description="Pairs of same, gone or new and the words.")
    signed_name: str


class TickTold(Schema):
    """Something that happened to the wait for an answer."""

    kind: str
    at: datetime


class StepTold(Schema):
    """What a moderator did, as everybody may know it."""

    ref: str
    kind: str = Field(description="show, leave, hide, restore or remove.")
    rule: str
    at: datetime
    position: int | None = Field(description="Where it stands in the record.")

    @staticmethod
    def resolve_position(step: Any) -> int | None:
        """None until it is sealed."""
        return step.entry.position if step.entry else None


class VoiceInFull(ReplyTold):
    """One voice with what happened to it."""

    mine_support: bool
    mine_same_here: bool
    rewritten: str = Field(alias="own_rewritten", description="Told to the author: new words that wait for a moderator. Empty if none do.")
    texts: list[VersionTold] = Field(alias="every_text", description="Those that it had, the newest first; none where it has had one only.")
    clock: list[TickTold]
    steps: list[StepTold] = Field(alias="every_step", description="What moderators did with it.")


class PictureSent(Sent):
    """A picture, with words for those who cannot see it."""

    alt: Annotated[Line, Field(max_length=200)]
    data: Annotated[str, Field(max_length=2_000_000, description="JPEG, PNG or WebP in base64.")]

    def drawn(self) -> Drawn:
        """The picture as it is kept. Refuses: `Invalid` for what is none."""
        try:
            found = base64.b64decode(self.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Invalid({"pictures": _("Send pictures in base64.")}) from error
        return drawn(found, alt=self.alt)


class SpokenSent(Sent):
    """Words to somebody."""

    text: Spoken
    language: Language = "it"
    pictures: Annotated[list[PictureSent], Field(max_length=MOST)] = Field(default_factory=list)
    _drawn: list[Drawn] | None = None

    def draw(self) -> list[Drawn]:
        """The pictures as they are kept, drawn once. That takes long. Refuses: what drawing one refuses."""
        if self._drawn is None:
            self._drawn = [each.drawn() for each in self.pictures]
        return self._drawn

    def words(self, kind: str = Kind.OPINION) -> Words:
        """What actions take."""
        return Words(kind, self.text, self.language, self.draw())


class VoiceSent(SpokenSent):
    """Something to be said in a thread."""

    kind: KindSent = "question"


class TextSent(Sent):
    """One's own words, anew."""

    text: Spoken


class FlagSent(Sent):
    """Which rule a voice breaks."""

    rule: Rule
    words: Annotated[Text, Field(max_length=1000)] = ""


def _pictures(voice: Voice) -> list[dict[str, Any]]:
    return [each | {"path": reverse("voices:picture", args=[voice.ref, number])} for number, each in enumerate(voice.pictures, 1)]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is stated of voices and official answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insieme.record.facts import Fact, Kind
from insieme.record.facts import Sentence as Words

VOICES = Kind("voices", gettext_lazy("Voices"))

SAID: Mapping[str, Words] = {
    "question": gettext_lazy("Somebody has asked a question."),
    "opinion": gettext_lazy("Somebody has given an opinion."),
    "complaint": gettext_lazy("Somebody has complained."),
    "idea": gettext_lazy("Somebody has had an idea."),
    "review": gettext_lazy("Somebody has written a review."),
}


@dataclass(frozen=True)
class Spoken(Fact):
    """A voice is there for everybody to read."""

    code: ClassVar[str] = "voices.spoken"
    KIND: ClassVar[Kind] = VOICES
    voice: str
    kind: str
    language: str
    reply_to: str
    organisation: str
    promise_hours: int | None

    def sentence(self) -> str:
        """Say it in words."""
        return _("Somebody has replied.") if self.reply_to else str(SAID[self.kind])


@dataclass(frozen=True)
class Edited(Fact):
    """A voice has another text. The one before stays beside it where `number` has risen; what was changed soon is gone.

    `named` are the topics of the persons and organisations whom the text mentions and the one before did not.
    """

    code: ClassVar[str] = "voices.edited"
    KIND: ClassVar[Kind] = VOICES
    private: ClassVar[tuple[str, ...]] = ("named",)
    voice: str
    number: int
    named: list[str]

    def sentence(self) -> str:
        """Say it in words."""
        return _("Somebody has changed what they had said.")


@dataclass(frozen=True)
class Withdrawn(Fact):
    """Somebody took back what they had said."""

    code: ClassVar[str] = "voices.withdrawn"
    KIND: ClassVar[Kind] = VOICES
    voice: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("Somebody has taken back what they had said.")


@dataclass(frozen=True)
class Answered(Fact):
    """An organisation has answered voices, with its signature. Who signed can be erased; that it was signed cannot."""

    code: ClassVar[str] = "voices.answered"
    KIND: ClassVar[Kind] = VOICES
    private: ClassVar[tuple[str, ...]] = ("signed_name", "signed_title", "text_digest")
    answer: str
    voices: list[str]
    organisation: str
    name: str
    disposition: str
    automatic: bool
    signed_name: str
    signed_title: str
    text_digest: str

    def sentence(self) -> str:
        """Say it in words."""
        count = len(self.voices or [])
        said = ngettext("%(name)s has answered a voice.", "%(name)s has answered %(count)s voices.", count)
        return said % {"name": self.name, "count": count}


@dataclass(frozen=True)
class AnswerRevised(Fact):
    """An official answer has another text; the one before stays beside it."""

    code: ClassVar[str] = "voices.answer_revised"
    KIND: ClassVar[Kind] = VOICES
    private: ClassVar[tuple[str, ...]] = ("signed_name", "text_digest")
    answer: str
    number: int
    name: str
    disposition: str
    signed_name: str
    text_digest: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("%(name)s has changed an answer.") % {"name": self.name}


@dataclass(frozen=True)
class AnswerConfirmed(Fact):
    """Whoever had asked says that this is an answer."""

    code: ClassVar[str] = "voices.answer_confirmed"
    KIND: ClassVar[Kind] = VOICES
    voice: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("Whoever had asked says: this answers it.")


@dataclass(frozen=True)
class Reopened(Fact):
    """Whoever had asked says that this is no answer yet."""

    code: ClassVar[str] = "voices.reopened"
    KIND: ClassVar[Kind] = VOICES
    voice: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("Whoever had asked says: this does not answer it yet.")


@dataclass(frozen=True)
class PromiseMade(Fact):
    """Within what time an organisation promises to answer from now on."""

    code: ClassVar[str] = "voices.promise_made"
    KIND: ClassVar[Kind] = VOICES
    organisation: str
    name: str
    kind: str
    hours: int

    def sentence(self) -> str:
        """Say it in words."""
        said = ngettext(
            "%(name)s now answers within %(days)s working day.", "%(name)s now answers within %(days)s working days.", self.days
        )
        return said % {"name": self.name, "days": self.days}

    @property
    def days(self) -> int:
        """The hours as working days."""
        return (self.hours or 0) // 24

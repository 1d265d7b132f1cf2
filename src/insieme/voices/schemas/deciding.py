# SPDX-License-Identifier: AGPL-3.0-or-later
"""Official answers, promises, and what moderators decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent, Text
from insieme.people.schemas.fields import SomeText
from insieme.voices.actions.answering import REASON_LENGTH, Reply
from insieme.voices.schemas.talk import AnswerTold, Language, Rule, StepTold, VersionTold, VoiceLine

DispositionSent = Literal["answered", "accepted", "partly", "merged", "declined"]
Ref = Annotated[str, Field(pattern="^[0-9a-z]{1,16}$")]
Days = Annotated[int, Field(ge=1, le=60)]


class AnswerInFull(AnswerTold):
    """An official answer, whom it answers, and every text that it had."""

    voices: list[VoiceLine] = Field(alias="voices_told")
    texts: list[VersionTold] = Field(alias="every_text")


class AnswerRevised(Sent):
    """The words of an answer. Whoever changes it may leave out what has a default: it stays as it was."""

    text: Annotated[SomeText, Field(max_length=5000, description="Markdown.")]
    disposition: DispositionSent = "answered"
    reason: Annotated[Text, Field(max_length=REASON_LENGTH, description="Needed for partly, merged and declined.")] = ""
    language: Language = "it"

    def words(self, stands: Any = None) -> Reply:
        """What actions take; what was left out is as in the answer that `stands`, if one does."""
        of = {name: self if stands is None or name in self.model_fields_set else stands for name in ("disposition", "reason", "language")}
        return Reply(self.text, **{name: getattr(each, name) for name, each in of.items()})


class AnswerSent(AnswerRevised):
    """An answer, to one voice or to many at once."""

    voices: Annotated[list[Ref], Field(min_length=1, max_length=100)]
    automatic: Annotated[bool, Field(description="Whether no person has written it: then it stops no clock.")] = False

    def words(self, stands: Any = None) -> Reply:
        """What actions take."""
        return replace(super().words(stands), automatic=self.automatic)


class FiguresTold(Schema):
    """How an organisation keeps what it promises."""

    asked: int
    answered: int
    waiting: int
    late: int = Field(description="How many of those that wait, wait for longer than was promised.")
    in_time: int


class PromisesTold(Schema):
    """Within how many hours of working days an organisation answers, by kind; and how it keeps that."""

    hours: dict[str, int]
    figures: FiguresTold


class PromisesSent(Sent):
    """Within how many working days one answers from now on."""

    question: Days
    complaint: Days
    idea: Days


class ModerationTold(Schema):
    """How much waits for moderators."""

    queued: int
    flagged: int
    appeals: int = Field(description="Those that the one who asks may hear.")
    unheard: int = Field(description="How many appeals wait that nobody here may hear: another moderator is to be appointed.")


class AppealTold(Schema):
    """An appeal against a step."""

    ref: str
    words: str
    at: datetime
    verdict: str = Field(description="awaited, granted or refused.")
    because: str
    decided_at: datetime | None


class StatementTold(StepTold):
    """A step with the statement of reasons, for the author and for moderators."""

    statement: str
    appeal: AppealTold | None

    @staticmethod
    def resolve_appeal(step: Any) -> Any:
        """The appeal against it, if there is one."""
        return getattr(step, "appeal", None)


class AppealWaiting(AppealTold):
    """An appeal that waits, with the voice and the rule by which it was decided."""

    voice: VoiceLine = Field(alias="step.voice")
    rule: str = Field(alias="step.rule")


class FlagTold(Schema):
    """What a reader said against a voice, without who it was."""

    rule: str
    words: str
    at: datetime
    settled_at: datetime | None


class CaseTold(Schema):
    """All that a moderator sees of a voice."""

    voice: VoiceLine
    flags: list[FlagTold]
    steps: list[StatementTold]
    texts: list[VersionTold]
    rewritten: str = Field(description="The words that a newcomer wants instead of those that are shown; show lets them through.")
    possible: list[str] = Field(description="The steps that can be taken now.")
    seen: str = Field(description="What tells these words from any others: for seen when deciding; also in the ETag.")


class FlaggedTold(VoiceLine):
    """A voice that readers have flagged."""

    flagged: int = Field(description="By how many.")


class AuthorsCase(Schema):
    """What was decided about one's own voice, and why."""

    voice: VoiceLine
    steps: list[StatementTold]
    may_appeal: bool
    unheard: bool = Field(description="Whether an appeal waits that nobody here may hear yet, for want of another moderator.")


class DecisionSent(Sent):
    """A moderator's step."""

    kind: Literal["show", "leave", "hide", "restore", "remove"]
    rule: Rule | Literal[""] = ""
    statement: Annotated[
        Text, Field(max_length=2000, description="For the author. Needed for hide and remove, and to leave words before new ones.")
    ] = ""
    seen: Annotated[str, Field(max_length=64, description="seen of the words that were read. Needed: here, or its ETag in If-Match.")] = ""


class AppealSent(Sent):
    """Why to look again."""

    words: Annotated[SomeText, Field(max_length=2000)]


class VerdictSent(Sent):
    """What an appeal comes to."""

    grant: bool
    because: Annotated[SomeText, Field(max_length=2000)]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Official answers: signed, to one or many voices at once. Every text that was ever given stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.canonical import digest
from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.people.access import me, organisation, role_at
from insieme.record.actions import say
from insieme.voices import access, facts
from insieme.voices.actions.clocking import tick
from insieme.voices.actions.counting import settle, weight
from insieme.voices.models import Answer, AnswerTo, AnswerVersion, Disposition, State, Thread, Voice
from insieme.voices.rules.clocks import Tick
from insieme.voices.rules.texts import judge_text

#: Read and locked in one go; more is a letter to everybody, not an answer.
AT_ONCE = 100
REASON_LENGTH = 1000
#: What each version of an answer has of its own.
KEPT = ("text", "disposition", "reason", "signed_by", "signed_name", "signed_title")
#: What is not simply answered is accepted or not for a reason.
REASONED = {Disposition.PARTLY, Disposition.MERGED, Disposition.DECLINED}


class AlreadyAnswered(WrongState):
    """The same text stands there as an answer to the same voices."""

    code = "already_answered"
    sentence = _("This answer stands there already.")


@dataclass(frozen=True, slots=True)
class Reply:
    """All that an organisation says: the text (Markdown), what it does with what was said, why, and in which language."""

    text: str
    disposition: str = Disposition.ANSWERED
    reason: str = ""
    language: str = "it"
    automatic: bool = False


@transaction.atomic
def answer(slug: str, *, refs: Sequence[str], by: Actor, words: Reply, now: datetime) -> Answer:
    """Answer voices in the name of an organisation, signed by who acts with their name and title there.

    Refuses: `SignInFirst`, `NotVisible`, `NotAtYourRole` below responder, `Invalid`, `AlreadyAnswered`.
    Says: `Answered`, about each thread.
    """
    person = me(by)
    found = organisation(by, slug, to=access.RESPONDER)
    text, reason = _judge(words)
    voices = _voices(found.pk, refs)
    if Answer.objects.filter(organisation=found, text=text, to__voice__in=voices).exists():
        raise AlreadyAnswered
    made = Answer.objects.create(
        organisation=found,
        organisation_name=found.name,
        organisation_slug=found.slug,
        signed_by=person,
        signed_name=str(person),
        signed_title=_title(by, found.pk),
        disposition=words.disposition,
        reason=reason,
        text=text,
        language=words.language,
        automatic=words.automatic,
        at=now,
    )
    _keep(made, now)
    AnswerTo.objects.bulk_create(AnswerTo(answer=made, voice=voice) for voice in voices)
    for voice in voices:
        _note(voice, automatic=words.automatic, now=now)
    _say(made, voices, by=by, now=now)
    return made


@transaction.atomic
def revise_answer(ref: str, *, by: Actor, words: Reply, now: datetime) -> Answer:
    """Give an answer another text, disposition or reason, with the signature of who does; the one before stays to be read.

    Refuses: `SignInFirst`, `NotVisible`, `NotAtYourRole`, `Invalid`. Says: `AnswerRevised`.
    """
    person = me(by)
    found = access.answer(by, ref, lock=True)
    text, reason = _judge(words)
    if (text, words.disposition, reason) == (found.text, found.disposition, found.reason):
        return found
    found.text, found.disposition, found.reason = text, words.disposition, reason
    found.versions += 1
    found.signed_by, found.signed_name, found.signed_title = person, str(person), _title(by, found.organisation_id)
    found.save(update_fields=[*KEPT, "versions"])
    _keep(found, now)
    threads = Thread.objects.filter(voices__answered_by__answer=found).distinct()
    fact = facts.AnswerRevised(found.ref, found.versions, found.organisation_name, found.disposition, found.signed_name, digest(b"", text))
    for thread in threads:
        say(fact, about=thread.about, by=by, at=now, acting_for=f"organisation:{found.organisation_slug}")
    Thread.objects.filter(pk__in=[thread.pk for thread in threads]).update(version=F("version") + 1)
    return found


def _title(by: Actor, organisation_id: int) -> str:
    role = role_at(by, organisation_id)
    return (role.title or role.get_kind_display()) if role else ""


def _judge(words: Reply) -> tuple[str, str]:
    text, reason = judge_text(words.text), words.reason.strip()
    if words.disposition not in Disposition.values:
        raise Invalid({"disposition": _("Choose what becomes of what was said.")})
    if words.disposition in REASONED and not reason:
        raise Invalid({"reason": _("Say why: whoever spoke deserves a reason.")})
    if len(reason) > REASON_LENGTH:
        raise Invalid({"reason": _("Shorten this to %(longest)s characters.") % {"longest": REASON_LENGTH}})
    return text, reason


def _voices(organisation_id: int, refs: Sequence[str]) -> list[Voice]:
    """The voices to be answered, locked in order of their ids."""
    wanted = set(refs)
    if not wanted or len(wanted) > AT_ONCE:
        raise Invalid({"": _("Choose between 1 and %(most)s voices to answer.") % {"most": AT_ONCE}})
    rows = Voice.objects.select_related("thread").select_for_update(of=("self",))
    found = list(rows.filter(ref__in=wanted, organisation_id=organisation_id, state=State.SHOWN).order_by("pk"))
    if len(found) != len(wanted):
        raise NotVisible
    return found


def _note(voice: Voice, *, automatic: bool, now: datetime) -> None:
    before = weight(voice)
    # The ticks tell: an answer of a program counts as one of the answers, and is no human's first.
    first = not voice.ticks.filter(kind=Tick.FIRST_HUMAN_ANSWER).exists()
    voice.answers += 1
    voice.save(update_fields=["answers"])
    if automatic:
        tick(voice, Tick.AUTOMATIC_ANSWER, at=now)
    else:
        tick(voice, *([Tick.FIRST_HUMAN_ANSWER] if first else []), Tick.ANSWERED, at=now)
    settle(voice, before)


def _keep(found: Answer, now: datetime) -> None:
    kept = {name: getattr(found, name) for name in KEPT}
    AnswerVersion.objects.create(answer=found, number=found.versions, at=now, **kept)


def _say(made: Answer, voices: Sequence[Voice], *, by: Actor, now: datetime) -> None:
    """One fact for each topic that the voices belong to."""
    by_topic: dict[str, list[str]] = {}
    for voice in voices:
        by_topic.setdefault(voice.thread.about, []).append(voice.ref)
    for about, refs in by_topic.items():
        fact = facts.Answered(
            answer=made.ref,
            voices=refs,
            organisation=made.organisation_slug,
            name=made.organisation_name,
            disposition=made.disposition,
            automatic=made.automatic,
            signed_name=made.signed_name,
            signed_title=made.signed_title,
            text_digest=digest(b"", made.text),
        )
        say(fact, about=about, by=by, at=now, acting_for=f"organisation:{made.organisation_slug}")

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for an organisation, its answers, and what it promises."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from ninja import Query

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.notices.queries import who_will_be_told
from insieme.notices.schemas import WillBeTold
from insieme.people.access import organisation
from insieme.voices import access, actions, queries
from insieme.voices.api.reading import opened
from insieme.voices.queries.announcing import answering
from insieme.voices.queries.waiting import key_in_line
from insieme.voices.schemas.deciding import AnswerInFull, AnswerRevised, AnswerSent, PromisesSent, PromisesTold
from insieme.voices.schemas.talk import AnswerTold, VoiceLine

room = Room("Official answers")
Refs = Annotated[list[str], Query(min_length=1, max_length=100, description="The voices to be answered.")]


@room.find("/organisations/{slug}/voices", Page[VoiceLine])
def waiting(request: Asked, slug: str, after: After = "", limit: Limit = 20) -> Any:
    """What waits for the answer of an organisation, what is due first in front."""
    found, heading = organisation(request.auth, slug), f"waiting {slug}"
    told = queries.waiting_for(found.pk, after=key_of(after, heading) or "", limit=limit + 1)
    return page(request, opened(told.voices, request.auth), limit, key_in_line, heading)


@room.find("/organisations/{slug}/answers", list[AnswerTold])
def answers(request: Asked, slug: str) -> Any:
    """The last ten official answers of an organisation, the newest first."""
    return queries.answers_by(organisation(request.auth, slug).pk)


@room.change("POST", "/organisations/{slug}/answers", AnswerInFull, scope=Scope.TALK, status=201)
def answer_voices(request: Asked, slug: str, sent: AnswerSent) -> Any:
    """Answer one voice, or many at once, in the name of an organisation; it is signed and public."""
    organisation(request.auth, slug, to=access.RESPONDER)
    made = actions.answer(slug, refs=sent.voices, by=request.auth, words=sent.words(), now=clock.now())
    return _in_full(made.ref, request.auth)


@room.find("/organisations/{slug}/answers/told", WillBeTold, own=True)
def told_of_answer(request: Asked, slug: str, voices: Refs) -> Any:
    """Who will be told once an organisation answers these voices, for those who answer for it."""
    found = organisation(request.auth, slug, to=access.RESPONDER)
    return who_will_be_told(*answering(queries.answerable(found.pk, voices), found.name, by=request.auth))


@room.find("/answers/{ref}", AnswerInFull)
def answer(request: Asked, ref: str) -> Any:
    """An official answer, the voices it answers, and every text that it had."""
    return _in_full(ref, request.auth)


@room.change("PUT", "/answers/{ref}", AnswerInFull, scope=Scope.TALK)
def revise_answer(request: Asked, ref: str, sent: AnswerRevised) -> Any:
    """Change an answer, but for what is left out; what it said before stays beside it."""
    stands, _voices = queries.answer_with_voices(ref)
    actions.revise_answer(ref, by=request.auth, words=sent.words(stands), now=clock.now())
    return _in_full(ref, request.auth)


@room.find("/organisations/{slug}/promises", PromisesTold)
def promises(request: Asked, slug: str) -> Any:
    """Within what time an organisation promises to answer, and how it keeps that."""
    return _promises(organisation(request.auth, slug).pk)


@room.change("PUT", "/organisations/{slug}/promises", PromisesTold, scope=Scope.TALK)
def promise(request: Asked, slug: str, sent: PromisesSent) -> Any:
    """Promise other times from now on. What was said before keeps the promise of its day."""
    found, now = organisation(request.auth, slug), clock.now()
    with transaction.atomic():
        for kind, days in sent.dict().items():
            actions.promise(slug, by=request.auth, kind=kind, days=days, now=now)
    return _promises(found.pk)


def _in_full(ref: str, actor: Actor) -> Any:
    told, voices = queries.answer_with_voices(ref)
    found: Any = told
    found.voices_told = opened(voices, actor)
    found.every_text = queries.answer_versions(told.pk) if told.versions > 1 else []
    return found


def _promises(organisation_id: int) -> dict[str, Any]:
    return {"hours": queries.promises(organisation_id), "figures": queries.figures(organisation_id, now=clock.now())}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for moderators and what they decide; what an author reads of it, and asking another to look again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api import versions
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import Invalid
from insieme.foundation.scopes import Scope
from insieme.voices import access, actions, queries
from insieme.voices.actions.moderating import possible, words_digest
from insieme.voices.api.reading import opened
from insieme.voices.models import State, Voice
from insieme.voices.schemas.deciding import (
    AppealSent,
    AppealWaiting,
    AuthorsCase,
    CaseTold,
    DecisionSent,
    FlaggedTold,
    ModerationTold,
    VerdictSent,
)
from insieme.voices.schemas.talk import VoiceLine

room = Room("Moderation")


@room.find("/moderation", ModerationTold, own=True)
def moderation(request: Asked) -> Any:
    """How much waits for moderators."""
    access.refuse_others(request.auth)
    return queries.counts(request.auth)


@room.find("/moderation/queued", Page[VoiceLine], own=True)
def queued(request: Asked, after: After = "", limit: Limit = 20) -> Any:
    """The first voices of newcomers, and those that they want to change, the oldest first."""
    access.refuse_others(request.auth)
    found = queries.queued(after=key_of(after, "queued") or 0, limit=limit + 1)
    return page(request, opened(found, request.auth, readable=True), limit, lambda voice: voice.pk, "queued")


@room.find("/moderation/flagged", Page[FlaggedTold], own=True)
def flagged(request: Asked, after: After = "", limit: Limit = 20) -> Any:
    """The voices that readers have flagged and nobody has looked at, the oldest first."""
    access.refuse_others(request.auth)
    found = queries.flagged(after=key_of(after, "flagged") or 0, limit=limit + 1)
    return page(request, opened(found, request.auth, readable=True), limit, lambda voice: voice.pk, "flagged")


@room.find("/moderation/appeals", Page[AppealWaiting], own=True)
def appeals(request: Asked, after: After = "", limit: Limit = 20) -> Any:
    """The appeals that nobody has decided, the oldest first; not those about a voice against which one has taken a step oneself."""
    access.refuse_others(request.auth)
    found = queries.appeals(request.auth, after=key_of(after, "appeals") or 0, limit=limit + 1)
    for each in found:
        # Who asks is known to be a moderator: no query for each.
        opened([each.step.voice], request.auth, readable=each.step.voice.state != State.WITHDRAWN)
    return page(request, found, limit, lambda appeal: appeal.pk, "appeals")


@room.find("/moderation/voices/{ref}", CaseTold, own=True)
def case(request: Asked, ref: str) -> Any:
    """A voice as a moderator sees it: what readers said against it, what was decided, what can be."""
    return _case(request, access.moderated(request.auth, ref))


@room.change("POST", "/moderation/voices/{ref}", CaseTold, scope=Scope.MODERATE, seen=True)
def moderate(request: Asked, ref: str, sent: DecisionSent) -> Any:
    """Decide about a voice, upon the words that one has read. What goes against it names the rule and tells the author why."""
    seen = str(versions.given(request, sent.seen))
    if not seen:
        access.moderated(request.auth, ref)  # who may not decide is told that
        raise Invalid({"seen": _("Say which words you have read: their seen, or their ETag in If-Match.")})
    actions.moderate(ref, by=request.auth, now=clock.now(), **sent.dict() | {"seen": seen})
    return _case(request, access.moderated(request.auth, ref))


@room.change("POST", "/moderation/appeals/{ref}", CaseTold, scope=Scope.MODERATE)
def decide_appeal(request: Asked, ref: str, sent: VerdictSent) -> Any:
    """Look again at what another moderator decided."""
    found = actions.decide_appeal(ref, by=request.auth, now=clock.now(), **sent.dict())
    return _case(request, access.moderated(request.auth, found.step.voice.ref))


@room.find("/voices/{ref}/statement", AuthorsCase, own=True)
def statement(request: Asked, ref: str) -> Any:
    """What was decided about one's own voice, by which rule and why."""
    return _statement(ref, request.auth)


@room.change("POST", "/voices/{ref}/appeal", AuthorsCase, scope=Scope.TALK, status=201)
def appeal(request: Asked, ref: str, sent: AppealSent) -> Any:
    """Ask another moderator to look again. Once for each decision: again changes nothing."""
    actions.appeal(ref, by=request.auth, words=sent.words, now=clock.now())
    return _statement(ref, request.auth)


def _open(voice: Voice, actor: Actor) -> Voice:
    return opened([voice], actor, readable=access.may_read(actor, voice))[0]


def _case(request: Asked, voice: Voice) -> dict[str, Any]:
    seen = words_digest(voice)
    versions.tell(request, seen)
    told = {"voice": _open(voice, request.auth), "seen": seen, "flags": queries.flags_of(voice), "steps": queries.steps_of(voice)}
    return told | {"texts": queries.versions_of(voice), "possible": list(possible(voice)), "rewritten": voice.rewritten}


def _statement(ref: str, actor: Actor) -> dict[str, Any]:
    voice = access.own(actor, ref)
    steps = queries.steps_of(voice)
    stands = queries.decision_against(voice) is not None
    may = stands and not any(hasattr(step, "appeal") for step in steps)
    return {"voice": opened([voice], actor)[0], "steps": steps, "may_appeal": may, "unheard": queries.is_unheard(steps)}

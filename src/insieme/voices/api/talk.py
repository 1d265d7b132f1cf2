# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads: one, what is said there, saying something."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.voices import access, actions, queries
from insieme.voices.api.reading import in_full, opened
from insieme.voices.forms.slowly import slowly
from insieme.voices.schemas.talk import ReplyTold, SpokenSent, ThreadTold, VoiceInFull, VoiceInTalk, VoiceSent

room = Room("Talk")
Order = Annotated[Literal["newest", "supported"], Query(description="The newest first, or those with the most support.")]
Show = Annotated[Literal["all", "questions", "unanswered"], Query(description="Which voices.")]


def draw(request: Asked, sent: SpokenSent, **_parts: Any) -> None:
    """Draw the pictures while nobody has to wait for it, and not too often."""
    slowly(request, "speak")
    sent.draw()


@room.find("/threads/{ref}", ThreadTold)
def thread(request: Asked, ref: str) -> Any:
    """The talk about one thing."""
    return access.thread(request.auth, ref)


@room.find("/threads/{ref}/voices", Page[VoiceInTalk])
def voices(request: Asked, ref: str, order: Order = "newest", show: Show = "all", after: After = "", limit: Limit = 20) -> Any:
    """What was said, each with its first replies and all answers."""
    found, heading = access.thread(request.auth, ref), f"voices {ref} {order} {show}"
    told = queries.talk(found, request.auth, order=order, show=show, after=key_of(after, heading) or "", limit=limit + 1)
    return page(request, opened(told.voices, request.auth, found), limit, lambda voice: f"{voice.support}.{voice.pk}", heading)


@room.change("POST", "/threads/{ref}/voices", VoiceInFull, scope=Scope.TALK, status=201, first=draw)
def speak(request: Asked, ref: str, sent: VoiceSent) -> Any:
    """Say something. The first voices of a newcomer wait for a moderator."""
    made = actions.speak(ref, by=request.auth, words=sent.words(sent.kind), now=clock.now())
    return in_full(made.ref, request.auth)


@room.find("/voices/{ref}/replies", Page[ReplyTold])
def replies(request: Asked, ref: str, after: After = "", limit: Limit = 20) -> Any:
    """The replies under a voice that opens a conversation, the oldest first."""
    root, heading = access.voice(request.auth, ref), f"replies {ref}"
    found = queries.replies_to(root, request.auth, after=key_of(after, heading) or 0, limit=limit + 1)
    return page(request, opened(found, request.auth, root.thread), limit, lambda voice: voice.pk, heading)


@room.change("POST", "/voices/{ref}/replies", VoiceInFull, scope=Scope.TALK, status=201, first=draw)
def reply_to_voice(request: Asked, ref: str, sent: SpokenSent) -> Any:
    """Reply to a voice."""
    made = actions.reply(ref, by=request.auth, words=sent.words(), now=clock.now())
    return in_full(made.ref, request.auth)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""One voice: reading it, changing and taking back one's own, standing by another's, flagging it, judging its answer."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.voices import actions
from insieme.voices.api.reading import in_full
from insieme.voices.forms.slowly import slowly
from insieme.voices.schemas.talk import FlagSent, Stand, TextSent, VoiceInFull

room = Room("Talk")


@room.find("/voices/{ref}", VoiceInFull)
def voice(request: Asked, ref: str) -> Any:
    """One voice with its answers, its texts, its clock, and what moderators did."""
    return in_full(ref, request.auth)


@room.change("PUT", "/voices/{ref}", VoiceInFull, scope=Scope.TALK)
def edit_voice(request: Asked, ref: str, sent: TextSent) -> Any:
    """Change one's own words. Late, or once somebody has reacted, the text before stays beside. A newcomer's wait for a moderator."""
    slowly(request, "speak")
    actions.edit(ref, by=request.auth, text=sent.text, now=clock.now())
    return in_full(ref, request.auth)


@room.change("DELETE", "/voices/{ref}", None, scope=Scope.TALK, status=204)
def withdraw_voice(request: Asked, ref: str) -> Any:
    """Take back one's own words: text and pictures are deleted, what others said to it stays. Again changes nothing."""
    actions.withdraw(ref, by=request.auth, now=clock.now())


@room.change("PUT", "/voices/{ref}/stand/{kind}", VoiceInFull, scope=Scope.TALK)
def support(request: Asked, ref: str, kind: Stand) -> Any:
    """Stand by somebody's voice: support, or the same here. Again changes nothing."""
    slowly(request, "support")
    actions.support(ref, by=request.auth, kind=kind, now=clock.now())
    return in_full(ref, request.auth)


@room.change("DELETE", "/voices/{ref}/stand/{kind}", VoiceInFull, scope=Scope.TALK)
def take_support_back(request: Asked, ref: str, kind: Stand) -> Any:
    """Stand by it no longer. Again changes nothing."""
    slowly(request, "support")
    actions.take_support_back(ref, by=request.auth, kind=kind)
    return in_full(ref, request.auth)


@room.change("POST", "/voices/{ref}/flag", None, scope=Scope.TALK, status=204)
def flag(request: Asked, ref: str, sent: FlagSent) -> Any:
    """Ask the moderators to look at a voice; nobody else learns who did. Again changes nothing."""
    slowly(request, "flag")
    actions.flag(ref, by=request.auth, rule=sent.rule, words=sent.words, now=clock.now())


@room.change("POST", "/voices/{ref}/confirm", VoiceInFull, scope=Scope.TALK)
def confirm_answer(request: Asked, ref: str) -> Any:
    """Say that the answer to one's own voice is one. Again changes nothing."""
    actions.confirm_answer(ref, by=request.auth, now=clock.now())
    return in_full(ref, request.auth)


@room.change("POST", "/voices/{ref}/reopen", VoiceInFull, scope=Scope.TALK)
def reopen(request: Asked, ref: str) -> Any:
    """Say that it is none yet: the clock goes on. Again changes nothing."""
    actions.reopen(ref, by=request.auth, now=clock.now())
    return in_full(ref, request.auth)

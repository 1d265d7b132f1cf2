# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking to be heard where a call speaks of one's organisation without naming it, and answering that."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access
from insieme.offers.actions.hearings import answer_hearing, ask_to_be_heard
from insieme.offers.queries.hearings import hearings_of
from insieme.offers.schemas.hearings import HearingAnswered, HearingSent, HearingTold

room = Room("Being heard")


@room.find("/calls/{slug}/hearings", list[HearingTold], own=True)
def hearings(request: Asked, slug: str) -> Any:
    """Who asked to be heard, the newest first: all for those who promote the call, for others the organisations that they manage."""
    call = access.call(request.auth, slug)
    found = hearings_of(request.auth, call)
    for each in found:
        each.call = call
    return found


@room.change("POST", "/calls/{slug}/hearings", HearingTold, scope=Scope.ORGANISATION, status=201)
def ask_hearing(request: Asked, slug: str, sent: HearingSent) -> Any:
    """Ask that an organisation which the call speaks of may reply. Silence is a yes after three days. Asked twice is asked once."""
    return ask_to_be_heard(slug, by=request.auth, organisation_slug=sent.organisation, words=sent.words, now=clock.now())


@room.find("/calls/{slug}/hearings/{ref}", HearingTold, own=True)
def hearing(request: Asked, slug: str, ref: str) -> Any:
    """One wish to be heard."""
    return access.hearing(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/hearings/{ref}/answer", HearingTold, scope=Scope.CALL)
def answer_to_hearing(request: Asked, slug: str, ref: str, sent: HearingAnswered) -> Any:
    """Let an organisation reply, or say why not. The same answer twice is once; a no can still become a yes."""
    return answer_hearing(slug, ref, by=request.auth, hear=sent.hear, because=sent.because, now=clock.now())

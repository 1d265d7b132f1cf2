# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether it is time for something: what a call permits in its phase, and until which hour; and why not."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import WrongState
from insieme.foundation.text import lazily
from insieme.offers.models import Call, Phase
from insieme.offers.rules.phases import WHILE_REVISED, Verb, permits


class NotInThisPhase(WrongState):
    """The call is in a phase that does not permit this; the sentence says in which."""

    code = "not_in_this_phase"

    def __init__(self, phase: str) -> None:
        """Say no because of the phase that the call is in."""
        sentence = lazily(_("This cannot be done now: the call is at the stage “%(stage)s”."), stage=Phase(phase).label)
        super().__init__(sentence, phase=phase)


class TooLate(WrongState):
    """The deadline has passed, even if the program has not closed the call yet."""

    code = "too_late"
    sentence = _("The deadline has passed: pledges are closed and are being counted.")


class AlreadyDecided(WrongState):
    """The pledges are counted: nobody adds one."""

    code = "already_decided"
    sentence = _("This call is decided: pledges are closed, and counted. The outcome says who goes ahead and why.")


class WasCancelled(WrongState):
    """The call was cancelled: nobody pledges any more."""

    code = "was_cancelled"
    sentence = _("This call was cancelled: nobody pledges in it any more.")


class OffersAreIn(WrongState):
    """The day of choosing has come, even if the program has not let people choose yet."""

    code = "offers_are_in"
    sentence = _("The time for offers is over: from now on people choose, and no offer can come or go.")


class RevisionsClosed(WrongState):
    """The moment has passed until which offers may be revised."""

    code = "revisions_closed"
    sentence = _("The time for revising offers is over: what is signed stays as it is until the call is decided.")


#: Why nobody can pledge any more, by the phase of the call.
OVER: dict[str, type[WrongState]] = {Phase.CLOSED: TooLate, Phase.CLEARED: AlreadyDecided, Phase.CANCELLED: WasCancelled}


def in_phase(found: Call, verb: Verb) -> None:
    """Let a call pass that is in a phase for `verb`. Refuses: `NotInThisPhase`; where pledges are over, what `OVER` says."""
    if permits(found.phase, verb):
        return
    if verb is Verb.PLEDGE and found.phase in OVER:
        raise OVER[found.phase]
    raise NotInThisPhase(phase=found.phase)


def in_time(found: Call, verb: Verb, now: datetime) -> None:
    """Let a call pass that is in a phase for `verb`, before the hour at which that ends, which the clock may not have seen yet.

    Refuses: what `in_phase` refuses; `OffersAreIn`, `RevisionsClosed`, `TooLate`.
    """
    in_phase(found, verb)
    if verb is Verb.OFFER and now >= found.choosing_at:
        raise OffersAreIn
    if verb in WHILE_REVISED and now >= found.last_revisions_at:
        raise RevisionsClosed
    if found.phase == Phase.CHOOSING and now >= found.closes_at:
        raise TooLate

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding threads, voices and answers through the one who asks: not allowed to see is not found; for writing, locked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible, WrongState
from insieme.people.access import NotAtYourRole, SignInFirst, is_moderator, may_act_for
from insieme.voices.models import Answer, Appeal, State, Thread, Voice
from insieme.voices.rules.stakes import has_stake

RESPONDER = "responder"


class ThreadClosed(WrongState):
    """Nothing more is said here."""

    code = "thread_closed"
    sentence = _("This talk is closed: one can read it, and say nothing more.")


class NotYours(Denied):
    """Only who said it can change it."""

    code = "not_yours"
    sentence = _("Only who has said this can do that.")


class OnlyModerators(Denied):
    """Only moderators do this."""

    code = "only_moderators"
    sentence = _("Only moderators can do that.")


class NotShown(WrongState):
    """Nothing can be added to what is not shown."""

    code = "not_shown"
    sentence = _("This voice is not, or no longer, shown: nothing can be added to it.")


def thread(actor: Actor, ref: str, *, to_speak: bool = False) -> Thread:
    """The thread; every thread can be read.

    Refuses: `NotVisible`; to who would speak `SignInFirst`, `ThreadClosed`.
    """
    found = Thread.objects.filter(ref=ref).first()
    if found is None:
        raise NotVisible
    if to_speak:
        _refuse_strangers(actor)
        _refuse_closed(found)
    return found


def voice(actor: Actor, ref: str, *, lock: bool = False) -> Voice:
    """The voice with its thread and author, if `actor` may know that it is there: one that waits is known to its author and moderators.

    Refuses: `NotVisible`.
    """
    rows = Voice.objects.select_related("thread", "author")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(ref=ref).first()
    if found is None or (found.state == State.QUEUED and not may_read(actor, found)):
        raise NotVisible
    return found


def standing(actor: Actor, ref: str, *, lock: bool = False) -> Voice:
    """A voice that is shown, for somebody signed in to add something to it.

    Refuses: `SignInFirst`, `NotVisible`, `NotShown`.
    """
    _refuse_strangers(actor)
    found = voice(actor, ref, lock=lock)
    if found.state != State.SHOWN:
        raise NotShown
    return found


def own(actor: Actor, ref: str, *, lock: bool = False) -> Voice:
    """A voice of the actor's own. Refuses: `SignInFirst`, `NotVisible`, `NotYours`."""
    _refuse_strangers(actor)
    found = voice(actor, ref, lock=lock)
    if not is_author(actor, found):
        raise NotYours
    return found


def moderated(actor: Actor, ref: str, *, lock: bool = False) -> Voice:
    """A voice for a moderator to decide upon. Refuses: `OnlyModerators`, `NotVisible`."""
    refuse_others(actor)
    return voice(actor, ref, lock=lock)


def appeal(actor: Actor, ref: str, *, lock: bool = False) -> Appeal:
    """An appeal with its step and voice, for a moderator. Refuses: `OnlyModerators`, `NotVisible`."""
    refuse_others(actor)
    rows = Appeal.objects.select_related("step__voice__thread", "step__voice__author")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def may_hear(actor: Actor, found: Appeal) -> bool:
    """Whether this moderator may decide upon the appeal: not who took a step against the voice, this one or one before, nor its author."""
    return Appeal.objects.for_moderator(actor.person_id).filter(pk=found.pk).exists()


def answer(actor: Actor, ref: str, *, lock: bool = False) -> Answer:
    """An answer for somebody to revise who may answer for its organisation. Refuses: `NotVisible`, `NotAtYourRole`."""
    found = (Answer.objects.select_for_update() if lock else Answer.objects).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    if not may_act_for(actor, found.organisation_id, RESPONDER):
        raise NotAtYourRole
    return found


def is_author(actor: Actor, found: Voice) -> bool:
    """Whether the actor has said this."""
    return actor.person_id is not None and found.author_id == actor.person_id


def may_read(actor: Actor, found: Voice) -> bool:
    """Whether the text is open to `actor`: to everybody while it is shown, else to its author and to moderators, until it is withdrawn."""
    if found.state == State.SHOWN:
        return True
    return found.state != State.WITHDRAWN and (is_author(actor, found) or is_moderator(actor))


def may_answer(actor: Actor, organisation_id: int | None) -> bool:
    """Whether the actor answers officially for the organisation."""
    return organisation_id is not None and may_act_for(actor, organisation_id, RESPONDER)


def has_part(actor: Actor, found: Voice) -> bool:
    """Whether the actor has a part in what the voice is about, and so decides nothing against it."""
    return may_answer(actor, found.thread.organisation_id) or has_stake(actor.person_id, found.thread.about)


def refuse_others(actor: Actor) -> None:
    """Let only moderators pass. Refuses: `OnlyModerators`; strangers are asked to sign in."""
    _refuse_strangers(actor)
    if not (actor.is_system or is_moderator(actor)):
        raise OnlyModerators


def _refuse_strangers(actor: Actor) -> None:
    if not (actor.is_person or actor.is_system):
        raise SignInFirst


def _refuse_closed(found: Thread) -> None:
    if found.closed_at is not None:
        raise ThreadClosed

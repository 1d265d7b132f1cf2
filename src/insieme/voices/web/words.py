# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voices as templates show them: who, in which words, what may be done with it, what the clock says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_timedelta
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.actor import Actor
from insieme.foundation.text import markdown
from insieme.voices import access
from insieme.voices.facts import RULES
from insieme.voices.models import Answer, State, Voice
from insieme.voices.rules.clocks import WORKING_DAY

#: In a list only so much of a text stands; all of it on its own page. The list stays short however much somebody writes.
ROOT, REPLY, ANSWER = 600, 280, 400


def said(voice: Voice, actor: Actor, now: datetime, *, cut: int | None = ROOT, readable: bool | None = None) -> dict[str, Any]:
    """A voice, with the first replies that it has been given as `under`. With `cut` its text ends after so many characters.

    `readable` tells whether the reader may read it; where it is not told, as for lists: what is shown, and one's own.
    """
    own = access.is_author(actor, voice)
    may_read = (voice.state == State.SHOWN or (own and voice.state != State.WITHDRAWN)) if readable is None else readable
    text, whole = _cut(voice.text, cut)
    return {
        "voice": voice,
        "ref": voice.ref,
        "href": reverse("voices:voice", args=[voice.ref]),
        "own": own,
        "readable": may_read,
        "author": author(voice, own=own),
        "to": author(voice.parent) if voice.parent is not None and voice.parent_id != voice.root_id else None,
        "text": markdown(text, voice.mentions) if may_read else "",
        "rewritten": markdown(voice.rewritten) if own and voice.rewritten else "",
        "whole": whole,
        "pictures": pictures(voice) if may_read else [],
        "line": _line(voice),
        "clock": clock(voice, now),
        "overdue": voice.due_at is not None and voice.waiting_since is not None and now > voice.due_at,
        "answers": [answered(each, cut=cut and ANSWER) for each in getattr(voice, "answered_with", [])],
        "under": [said(each, actor, now, cut=cut and REPLY) for each in getattr(voice, "under", [])],
        "more": max(0, voice.replies - len(getattr(voice, "under", []))),
    }


def author(voice: Voice, *, own: bool = False) -> dict[str, str]:
    """Who has said it: the name, and the page of who has one. Whoever has left is nobody any more."""
    if voice.unnamed:
        return {"name": _("You, without your name") if own else _("Somebody"), "href": ""}
    person = voice.author
    if person is None:
        return {"name": _("A person who has left"), "href": ""}
    return {"name": str(person), "href": reverse("people:person", args=[person.handle]) if person.handle else ""}


def answered(answer: Answer, *, cut: int | None = None) -> dict[str, Any]:
    """An official answer."""
    text, whole = _cut(answer.text, cut)
    return {"answer": answer, "text": markdown(text), "whole": whole}


def pictures(voice: Voice) -> list[dict[str, Any]]:
    """The pictures of a voice, with their addresses."""
    return [each | {"src": reverse("voices:picture", args=[voice.ref, number])} for number, each in enumerate(voice.pictures, 1)]


def clock(voice: Voice, now: datetime) -> str:
    """What the clock of a voice says: since when it waits and what was promised, or after how long it was answered."""
    if voice.due_at is None or voice.promise_hours is None or voice.shown_at is None:
        return ""
    promised = days(voice.promise_hours)
    if voice.waiting_since is None:
        return (
            _("Answered after %(span)s; promised within %(days)s.") % {"span": span(voice.answered_at - voice.shown_at), "days": promised}
            if voice.answered_at
            else ""
        )
    told = {"span": span(now - voice.waiting_since), "days": promised}
    if now > voice.due_at:
        return _("No answer for %(span)s; it was promised within %(days)s.") % told
    return _("Waiting for an answer for %(span)s; promised within %(days)s.") % told


def days(hours: int) -> str:
    """Hours of a promise as one says them: 2 working days."""
    count = hours // WORKING_DAY
    return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}


def span(length: timedelta) -> str:
    """How long: 5 hours, 3 days."""
    return format_timedelta(max(length, timedelta(seconds=1)), threshold=2, locale=(get_language() or "en").partition("-")[0])


def rule(name: str) -> str:
    """A rule in words."""
    return str(RULES.get(name, ""))


def _line(voice: Voice) -> str:
    """What stands where a text is not shown."""
    match voice.state:
        case State.HIDDEN:
            return _("Hidden by the moderators: %(rule)s.") % {"rule": rule(voice.rule)}
        case State.REMOVED:
            return _("Removed by the moderators: %(rule)s.") % {"rule": rule(voice.rule)}
        case State.WITHDRAWN:
            return _("Taken back by who had said it.")
        case State.QUEUED:
            return _("Waiting: first voices are looked at by a moderator. Only you see it so far.")
    return ""


def _cut(text: str, length: int | None) -> tuple[str, bool]:
    if length is None or len(text) <= length:
        return text, True
    return f"{text[:length].rsplit(' ', 1)[0]} …", False

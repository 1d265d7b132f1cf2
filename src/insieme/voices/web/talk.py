# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talk: as a block of another room's page, as a page of its own, and what has come since a page was made."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Refusal
from insieme.foundation.forms import show as show_refusal
from insieme.look.blocks import keep, remembered
from insieme.people.access import actor_of
from insieme.voices import access, actions, queries
from insieme.voices.actions.speaking import Words
from insieme.voices.forms.slowly import slowly
from insieme.voices.forms.speaking import PicturesForm, SpeakForm
from insieme.voices.models import State, Thread
from insieme.voices.queries.talk import ORDERS, SHOWS
from insieme.voices.web.words import said

NEWS = 10
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
#: Stands in what is kept where each reader's own token comes; nobody ever sees it, and so nobody can write it.
TOKEN = secrets.token_urlsafe()
_MOMENT = re.compile(r"[0-9]{1,17}")


def block(request: HttpRequest, thread: Thread | None, *, position: int | None = None) -> str:
    """The talk of a thread for the page of the room that owns it; empty where there is none. `position` is the record's, for what is live.

    None for strangers once it is kept, one for who is signed in; three where something has changed, four for who is concerned.
    """
    if thread is None:
        return ""
    actor, now = actor_of(request), clock.now()
    context = {
        "thread": thread,
        "late": thread.next_due_at is not None and thread.next_due_at < now,
        "tabs": tabs(thread, "newest", "all"),
        "form": SpeakForm() if actor.is_person and thread.closed_at is None else None,
        "pictures": PicturesForm(),
        "position": position,
        "since": (now - EPOCH) // MICROSECOND,
        "page": listed(request, thread, actor, now),
    }
    return render_to_string("voices/parts/talk.html", context, request)


def listed(request: HttpRequest, thread: Thread, actor: Actor, now: datetime, **asked: str) -> str:
    """A page of voices as a fragment: kept for each version of the talk, for strangers and for readers whom nothing in it concerns."""
    thing = f"talk:{thread.pk}:{asked.get('order', '')}:{asked.get('show', '')}:{asked.get('after', '')}:{actor.is_person}"
    # How long ago something was said changes with every minute.
    version = (thread.version, thread.closed_at is None, now.replace(second=0, microsecond=0))
    block, shown = remembered(thing, version) or ("", ())
    if not block or queries.is_concerned(thread, actor, shown):
        found = queries.talk(thread, actor, **asked)  # type: ignore[arg-type]
        lines = [said(voice, actor, now) for voice in found.voices]
        onward = address(thread, order=found.order, show=found.show, after=found.after) if found.after else ""
        context = {"lines": lines, "onward": onward, "thread": thread, "show": found.show, "signed_in": actor.is_person}
        block = render_to_string("voices/parts/list.html", context | {"csrf_token": TOKEN})
        if not asked.get("after") and not any(map(_is_theirs, lines)):
            keep(thing, version, (block, tuple(_shown(lines))))
    return mark_safe(block.replace(TOKEN, get_token(request) if actor.is_person else ""))  # noqa: S308 - rendered above; a token is letters and digits


def _shown(lines: Iterable[dict[str, Any]]) -> Iterator[int]:
    for line in lines:
        yield line["voice"].pk
        yield from _shown(line["under"])


def _is_theirs(line: dict[str, Any]) -> bool:
    """Whether the reader has said this voice or one of its replies, or stands by one: nobody else is shown it so."""
    voice = line["voice"]
    return line["own"] or voice.mine_support or voice.mine_same_here or any(map(_is_theirs, line["under"]))


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """One talk, in the order and with the filter that were asked for; and saying something in it."""
    actor, now = actor_of(request), clock.now()
    found = access.thread(actor, ref, to_speak=request.method == "POST")
    order = request.GET.get("order", "")
    show = request.GET.get("show", "")
    asked = {
        "order": order if order in ORDERS else "newest",
        "show": show if show in SHOWS else "all",
        "after": request.GET.get("after", "")[:40],
    }
    if request.headers.get("HX-Request") and request.method != "POST":
        return HttpResponse(listed(request, found, actor, now, **asked))
    form, pictures = SpeakForm(request.POST or None), PicturesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() & pictures.is_valid():
        try:
            return _spoken(request, found, actor, form, pictures)
        except Refusal as refusal:
            show_refusal(form, refusal, pictures)
    context = {
        "thread": found,
        "tabs": tabs(found, asked["order"], asked["show"]),
        "form": form if actor.is_person and found.closed_at is None and not found.unnamed else None,
        "pictures": pictures,
        "page": listed(request, found, actor, now, **asked),
        "live": False,
    }
    return render(request, "voices/thread.html", context, status=422 if form.errors or pictures.errors else 200)


@require_safe
def news(request: HttpRequest, ref: str) -> HttpResponse:
    """The voices that have come since the page was made."""
    actor, now = actor_of(request), clock.now()
    found = access.thread(actor, ref)
    since = request.GET.get("since", "")
    moment = EPOCH + int(since) * MICROSECOND if _MOMENT.fullmatch(since) else now
    page = queries.talk(found, actor, since=moment, limit=NEWS)
    lines = [said(voice, actor, now) for voice in page.voices if voice.state == State.SHOWN]
    return render(request, "voices/parts/lines.html", {"lines": lines, "signed_in": actor.is_person})


def address(thread: Thread, **asked: str) -> str:
    """The address of the talk's own page, with what is asked of it."""
    usual = {"order": "newest", "show": "all", "after": ""}
    wanted = "&".join(f"{name}={value}" for name, value in asked.items() if value and value != usual.get(name))
    return reverse("voices:thread", args=[thread.ref]) + (f"?{wanted}" if wanted else "")


def tabs(thread: Thread, order: str, show: str) -> list[dict[str, Any]]:
    """The talk from its sides."""
    sides = [
        (_("Newest"), {"order": "newest", "show": "all"}, None),
        (_("Most supported"), {"order": "supported", "show": "all"}, None),
        (_("Questions"), {"order": "newest", "show": "questions"}, None),
        (_("Without an answer"), {"order": "newest", "show": "unanswered"}, thread.asked - thread.answered),
    ]
    now = {"order": order, "show": show}
    return [
        {"words": words, "href": address(thread, **side), "current": side == now, "count": count}
        for words, side, count in sides
        if side["show"] == "all" or (not thread.unnamed and (thread.organisation_id or side["show"] != "unanswered"))
    ]


def _spoken(request: HttpRequest, found: Thread, actor: Actor, form: SpeakForm, pictures: PicturesForm) -> HttpResponse:
    slowly(request, "speak")
    given = form.cleaned_data
    words = Words(given["kind"], given["text"], (get_language() or "it").partition("-")[0], pictures.draw())
    voice = actions.speak(found.ref, by=actor, words=words, now=clock.now())
    told = (
        _("It is said.") if voice.state == State.SHOWN else _("It is said, and waits for a moderator: so do the first voices of everybody.")
    )
    messages.success(request, told)
    return redirect(f"{found.path}#v-{voice.ref}")

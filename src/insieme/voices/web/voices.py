# SPDX-License-Identifier: AGPL-3.0-or-later
"""One voice: its page, a reply to it, changing and taking it back, standing by it, flagging it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.people.access import actor_of, is_moderator
from insieme.voices import access, actions, queries
from insieme.voices.actions.speaking import Words
from insieme.voices.forms.slowly import slowly
from insieme.voices.forms.speaking import EditForm, FlagForm, PicturesForm, ReplyForm
from insieme.voices.models import Kind, State
from insieme.voices.queries.talk import CONVERSATION
from insieme.voices.web.words import said

SENT = ["GET", "HEAD", "POST"]
_KEY = re.compile(r"[0-9]{1,18}")


@require_safe
def voice(request: HttpRequest, ref: str) -> HttpResponse:
    """A voice with everything around it: replies, answers, versions, the clock, what moderators did."""
    return _page(request, ref, ReplyForm(), PicturesForm())


@login_required
@require_http_methods(SENT)
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Reply to a voice, from its own page or from the one it stands under."""
    actor = actor_of(request)
    form, pictures = ReplyForm(request.POST or None), PicturesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() & pictures.is_valid():
        try:
            slowly(request, "speak")
            words = Words(Kind.OPINION, form.cleaned_data["text"], (get_language() or "it").partition("-")[0], pictures.draw())
            made = actions.reply(ref, by=actor, words=words, now=clock.now())
        except Refusal as refusal:
            if isinstance(refusal, NotVisible):
                raise
            show(form, refusal, pictures)
        else:
            shown = made.state == State.SHOWN
            messages.success(
                request,
                _("You have replied.") if shown else _("You have replied; a moderator looks at first voices before others see them."),
            )
            # Behind the first page of a conversation a reply is found on its own.
            stands = made.root.ref if made.root is not None and made.root.replies <= CONVERSATION else made.ref
            return redirect(f"{reverse('voices:voice', args=[stands])}#v-{made.ref}")
    return _page(request, ref, form, pictures)


@login_required
@require_http_methods(SENT)
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Change one's own words."""
    actor = actor_of(request)
    found = access.own(actor, ref)
    form = EditForm(request.POST or None, initial={"text": found.rewritten or found.text})
    if form.is_valid():
        try:
            slowly(request, "speak")
            made = actions.edit(ref, by=actor, text=form.cleaned_data["text"], now=clock.now())
        except Refusal as refusal:
            show(form, refusal)
        else:
            waits = _("Your new words wait: a moderator looks at them first. Until then others read the ones before.")
            messages.success(request, waits if made.rewritten else _("Your words are changed."))
            return redirect("voices:voice", ref)
    return render(request, "voices/edit.html", {"form": form, "voice": found}, status=422 if form.errors else 200)


@login_required
@require_http_methods(SENT)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back one's own words, after having been asked."""
    actor = actor_of(request)
    if request.method == "POST":
        gone = actions.withdraw(ref, by=actor, now=clock.now())
        messages.success(request, _("You have taken it back. The text is deleted."))
        return redirect(gone.thread.path)
    return render(request, "voices/withdraw.html", {"line": said(access.own(actor, ref), actor, clock.now(), cut=None)})


@login_required
@require_POST
def support(request: HttpRequest, ref: str) -> HttpResponse:
    """Stand by a voice (`give`), or no longer (`take`)."""
    actor = actor_of(request)
    slowly(request, "support")
    if kind := request.POST.get("take"):
        found = actions.take_support_back(ref, by=actor, kind=kind)
    else:
        found = actions.support(ref, by=actor, kind=request.POST.get("give", ""), now=clock.now())
    if request.headers.get("HX-Request"):
        line = said(queries.one(found, actor), actor, clock.now())
        return render(request, "voices/parts/supports.html", {"line": line, "signed_in": True})
    return redirect(f"{found.thread.path}#v-{found.ref}")


@login_required
@require_http_methods(SENT)
def flag(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the moderators to look at a voice."""
    actor = actor_of(request)
    found = access.standing(actor, ref)
    form = FlagForm(request.POST or None)
    if form.is_valid():
        try:
            slowly(request, "flag")
            actions.flag(ref, by=actor, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Thank you. A moderator will look at it; nobody learns that it was you."))
            return redirect(f"{found.thread.path}#v-{ref}")
    line = said(found, actor, clock.now())
    return render(request, "voices/flag.html", {"form": form, "line": line}, status=422 if form.errors else 200)


@login_required
@require_POST
def verdict(request: HttpRequest, ref: str) -> HttpResponse:
    """Say whether the answer to one's own voice is one: `confirm`, or `reopen`."""
    act = actions.reopen if "reopen" in request.POST else actions.confirm_answer
    try:
        act(ref, by=actor_of(request), now=clock.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The clock goes on.") if "reopen" in request.POST else _("Good: it counts as answered."))
    return redirect("voices:voice", ref)


@require_safe
def picture(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A picture of a voice, for those who may read it."""
    found = queries.picture(actor_of(request), ref, number)
    with found.file.open() as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Content-Disposition"] = f'inline; filename="{ref}-{number}.webp"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _page(request: HttpRequest, ref: str, form: ReplyForm, pictures: PicturesForm) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    found = access.voice(actor, ref)
    readable = access.may_read(actor, found)
    told, own = queries.one(found, actor), access.is_author(actor, found)
    moderates = is_moderator(actor)
    after = request.GET.get("after", "")
    replies = queries.replies_to(found, actor, after=int(after) if _KEY.fullmatch(after) else 0, limit=CONVERSATION + 1)
    context = {
        "voice": found,
        "line": said(told, actor, now, cut=None, readable=readable),
        "replies": [said(each, actor, now, cut=None) for each in replies[:CONVERSATION]],
        "after": replies[CONVERSATION - 1].pk if len(replies) > CONVERSATION else None,
        "versions": queries.versions_of(found) if readable else [],
        "steps": queries.steps_of(found),
        "moderates": moderates and not own,
        "signed_in": actor.is_person,
        "may_answer": found.state == State.SHOWN and access.may_answer(actor, found.organisation_id),
        "organisation": queries.answering(found),
        "may_reply": actor.is_person and found.state == State.SHOWN and found.thread.closed_at is None,
        "form": form,
        "pictures": pictures,
    }
    return render(request, "voices/voice.html", context, status=422 if form.errors or pictures.errors else 200)

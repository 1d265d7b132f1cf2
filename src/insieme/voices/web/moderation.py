# SPDX-License-Identifier: AGPL-3.0-or-later
"""The moderators' pages, and the author's: what was decided, why, and asking for another look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.foundation.forms import show
from insieme.foundation.text import markdown
from insieme.people.access import actor_of
from insieme.voices import access, actions, queries
from insieme.voices.actions.moderating import WordsChanged, possible, words_digest
from insieme.voices.facts import RULES
from insieme.voices.forms.deciding import AppealDecisionForm, ModerateForm
from insieme.voices.forms.speaking import AppealForm
from insieme.voices.models import AGAINST, StepKind, Verdict, Voice
from insieme.voices.queries.moderation import PAGE
from insieme.voices.web.words import rule, said

SENT = ["GET", "HEAD", "POST"]
LISTS = ("queued", "flagged", "appeals")


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for moderators: first voices, flagged voices, appeals."""
    actor, now = actor_of(request), clock.now()
    access.refuse_others(actor)
    which = request.GET.get("show", "queued")
    which = which if which in LISTS else "queued"
    after = request.GET.get("after", "")
    behind = int(after) if after.isdecimal() and len(after) < 18 else 0  # noqa: PLR2004 - what a key can have
    found: list[Any] = queries.appeals(actor, after=behind) if which == "appeals" else getattr(queries, which)(after=behind)
    waits = queries.counts(actor)
    words = {"queued": _("First voices"), "flagged": _("Flagged"), "appeals": _("Appeals")}
    tabs = [
        {"words": said_, "href": f"?show={name}", "current": name == which, "count": getattr(waits, name)} for name, said_ in words.items()
    ]
    voices = [each if isinstance(each, Voice) else each.step.voice for each in found]
    context = {
        "tabs": tabs,
        "which": which,
        "unheard": waits.unheard,
        "rows": [
            {"row": row, "line": said(voice, actor, now, readable=True), "rewritten": markdown(voice.rewritten)}
            for row, voice in zip(found, voices, strict=True)
        ],
        "onward": f"?show={which}&after={found[-1].pk}" if len(found) == PAGE else "",
    }
    return render(request, "voices/moderation.html", context)


@login_required
@require_http_methods(SENT)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide about one voice."""
    actor, now = actor_of(request), clock.now()
    found = access.moderated(actor, ref)
    has_part = access.has_part(actor, found)
    form = _deciding(found, request.POST or None, has_part=has_part)
    if form.is_valid():
        try:
            step = actions.moderate(ref, by=actor, now=now, **form.cleaned_data)
        except WordsChanged as refusal:
            # What was typed stays; what is read from here on are the words as they are now.
            found = access.moderated(actor, ref)
            form = _deciding(found, request.POST.dict() | {"seen": words_digest(found)}, has_part=has_part)
            show(form, refusal)
        except (Invalid, Denied, WrongState) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("It is decided, and the author reads why.") if step.statement else _("It is decided."))
            return redirect("voices:moderation")
    context = {
        "form": form,
        "voice": found,
        "rewritten": markdown(found.rewritten),
        "line": said(found, actor, now, cut=None, readable=access.may_read(actor, found)),
        "flags": [{"flag": each, "rule": rule(each.rule)} for each in queries.flags_of(found)],
        "steps": queries.steps_of(found),
        "versions": queries.versions_of(found),
        "own": access.is_author(actor, found),
        "has_part": has_part,
    }
    return render(request, "voices/decide.html", context, status=422 if form.errors else 200)


def _deciding(found: Voice, sent: Mapping[str, Any] | None, *, has_part: bool) -> ModerateForm:
    words = {
        StepKind.SHOW: _("Let it through"),
        StepKind.LEAVE: _("Leave it as it is"),
        StepKind.HIDE: _("Hide it"),
        StepKind.RESTORE: _("Show it again"),
        StepKind.REMOVE: _("Remove it"),
    }
    if found.rewritten:
        words |= {StepKind.SHOW: _("Let the new words through"), StepKind.LEAVE: _("Leave the words before, and say why")}
    steps = [(kind, words[kind]) for kind in possible(found) if not (has_part and kind in AGAINST)]
    return ModerateForm(sent, steps=steps, initial={"seen": words_digest(found)})


@login_required
@require_http_methods(SENT)
def decide_appeal(request: HttpRequest, ref: str) -> HttpResponse:
    """Look again at what another moderator decided."""
    actor, now = actor_of(request), clock.now()
    found = access.appeal(actor, ref)
    voice = found.step.voice
    has_part = access.has_part(actor, voice)
    form = AppealDecisionForm(request.POST or None, has_part=has_part)
    if form.is_valid():
        try:
            actions.decide_appeal(ref, by=actor, now=now, **form.cleaned_data)
        except (Invalid, Denied, WrongState) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The appeal is decided, and the author reads why."))
            return redirect("voices:moderation")
    context = {
        "form": form,
        "appeal": found,
        "rule": rule(found.step.rule),
        "line": said(voice, actor, now, cut=None, readable=access.may_read(actor, voice)),
        "steps": queries.steps_of(voice),
        "may": access.may_hear(actor, found),
        "has_part": has_part,
    }
    return render(request, "voices/decide_appeal.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(SENT)
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """What was decided against one's own voice, by which rule and why; and asking another moderator to look again."""
    actor, now = actor_of(request), clock.now()
    found = access.own(actor, ref)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        try:
            actions.appeal(ref, by=actor, words=form.cleaned_data["words"], now=now)
            unheard = queries.is_unheard(queries.steps_of(found))
        except (Invalid, WrongState) as refusal:
            show(form, refusal)
        else:
            if not unheard:
                messages.success(request, _("Another moderator will look at it again. You read here what they decide."))
            return redirect("voices:statement", ref)
    steps = queries.steps_of(found)
    against = queries.decision_against(found)
    context = {
        "form": form,
        "voice": found,
        "line": said(found, actor, now, cut=None),
        "steps": steps,
        "unheard": queries.is_unheard(steps),
        "awaited": any(step.appeal.verdict == Verdict.AWAITED for step in steps if hasattr(step, "appeal")),
        "against": against,
        "rule": rule(against.rule) if against else "",
        "may_appeal": against is not None and not any(hasattr(step, "appeal") for step in steps),
    }
    return render(request, "voices/statement.html", context, status=422 if form.errors else 200)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What people may not say here, and what happens when they do."""
    return render(request, "voices/rules.html", {"rules": RULES.values()})

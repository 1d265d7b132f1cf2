# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for an organisation, and its answers: everybody may look, those who answer for it act."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Invalid, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.notices.web import announcing
from insieme.people.access import NotAtYourRole, actor_of, may_act_for, organisation
from insieme.voices import access, actions, queries
from insieme.voices.actions.answering import Reply
from insieme.voices.forms.deciding import AnswerForm, PromiseForm
from insieme.voices.queries.announcing import answering
from insieme.voices.queries.voices import address_of_answer
from insieme.voices.web.words import answered, days, said

SENT = ["GET", "HEAD", "POST"]


@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for this organisation's answer, what is due first in front, and how it keeps what it promises."""
    actor, now = actor_of(request), clock.now()
    found = organisation(actor, slug)
    page = queries.waiting_for(found.pk, after=request.GET.get("after", "")[:40])
    context = {
        "organisation": found,
        "lines": [said(voice, actor, now) for voice in page.voices],
        "after": page.after,
        "figures": queries.figures(found.pk, now=now),
        "promises": [(kind, days(hours)) for kind, hours in queries.promises(found.pk).items()],
        "answers": [answered(each, cut=200) for each in queries.answers_by(found.pk)],
        "may_answer": access.may_answer(actor, found.pk),
        "may_promise": may_act_for(actor, found.pk),
    }
    return render(request, "voices/waiting.html", context)


@login_required
@require_http_methods(SENT)
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the chosen voices, `voice` in the address, once for all of them."""
    actor, now = actor_of(request), clock.now()
    found = organisation(actor, slug, to=access.RESPONDER)
    voices = queries.answerable(found.pk, request.GET.getlist("voice")[:100])
    if not voices:
        messages.error(request, _("Choose at least one voice to answer."))
        return redirect("voices:waiting", slug)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            words = Reply(**form.cleaned_data, language=(get_language() or "it").partition("-")[0])
            made = actions.answer(slug, refs=[voice.ref for voice in voices], by=actor, words=words, now=now)
        except (Invalid, WrongState) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The answer is signed and public."))
            if len(voices) == 1:
                return redirect(address_of_answer(made.ref, voices[0].ref))
            return redirect(f"{reverse('voices:waiting', args=[slug])}#a-{made.ref}")
    lines = [said(voice, actor, now) for voice in voices]
    context = {"form": form, "organisation": found, "lines": lines, "told": announcing.block(*answering(voices, found.name, by=actor))}
    return render(request, "voices/answer.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(SENT)
def revise(request: HttpRequest, ref: str) -> HttpResponse:
    """Change an answer; what it said before stays beside it."""
    actor = actor_of(request)
    found = access.answer(actor, ref)
    now = {name: getattr(found, name) for name in AnswerForm.base_fields}
    form = AnswerForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            actions.revise_answer(ref, by=actor, words=Reply(**form.cleaned_data), now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The answer is changed. What it said before can still be read."))
            return redirect("voices:answer", ref)
    return render(request, "voices/answer_edit.html", {"form": form, "answer": found}, status=422 if form.errors else 200)


@require_safe
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """An official answer, the voices it answers, and every text that it had."""
    actor, now = actor_of(request), clock.now()
    found, voices = queries.answer_with_voices(ref)
    context = {
        "told": answered(found),
        "lines": [said(voice, actor, now) for voice in voices],
        "versions": queries.answer_versions(found.pk) if found.versions > 1 else [],
        "may_revise": access.may_answer(actor, found.organisation_id),
    }
    return render(request, "voices/answer_page.html", context)


@login_required
@require_http_methods(SENT)
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """Promise within how many working days one answers, from now on."""
    actor = actor_of(request)
    found = organisation(actor, slug)
    if not may_act_for(actor, found.pk):
        raise NotAtYourRole
    form = PromiseForm(request.POST or None, hours=queries.promises(found.pk))
    if form.is_valid():
        try:
            for kind, promised in form.cleaned_data.items():
                actions.promise(slug, by=actor, kind=kind, days=promised, now=clock.now())
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("From now on this holds. What was said before keeps the promise of its day."))
            return redirect("voices:waiting", slug)
    return render(request, "voices/promises.html", {"form": form, "organisation": found}, status=422 if form.errors else 200)

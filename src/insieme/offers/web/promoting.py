# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promoting a call together: who does, asking others, answering, declaring interests."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Busy, Invalid, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.offers import access, actions, queries
from insieme.offers.forms.promoters import AskForm, InterestsForm
from insieme.offers.forms.slowly import slowly
from insieme.offers.models import Call, CoPromoter, Joining, Tie
from insieme.offers.queries.promoters import asked_to_promote, declared_by
from insieme.offers.rules.phases import Verb, permits
from insieme.people.access import actor_of, organisations_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promoters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who promotes the call and who was asked to; for those who do, the way to ask others and to take a question back."""
    actor = actor_of(request)
    call = access.call(actor, slug, to=Verb.PROMOTE)
    if "take_back" in request.POST:
        actions.take_back_promotion(slug, request.POST["take_back"], by=actor)
        messages.success(request, _("The question is taken back."))
        return redirect("offers:promoters", slug)
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            slowly(request, form.cleaned_data["to"])
            actions.ask_to_promote(slug, by=actor, to=form.cleaned_data["to"], now=clock.now())
        except (Invalid, Busy) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("They are asked, and get a letter. They promote the call once they agree."))
            return redirect("offers:promoters", slug)
    queries.dress([call])
    context = {"call": call, "asked": asked_to_promote(call), "form": form, "actor": actor}
    return render(request, "offers/promoters.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promotion(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Asked to promote a call too: read what it means, agree and declare one's ties, decline; later, leave."""
    actor, now = actor_of(request), clock.now()
    made = access.co_promoter(actor, slug, ref)
    form = InterestsForm(request.POST if "agree" in request.POST else None)
    try:
        if "leave" in request.POST:
            actions.leave_promotion(slug, ref, by=actor, now=now)
            messages.success(request, _("You no longer promote this call."))
            return redirect("offers:promotion", slug, ref)
        if "decline" in request.POST:
            actions.answer_promotion(slug, ref, by=actor, agree=False, now=now)
            messages.success(request, _("You have declined."))
            return redirect("offers:promotion", slug, ref)
        if form.is_valid():
            actions.answer_promotion(slug, ref, by=actor, agree=True, ties=form.ties(), now=now)
            messages.success(request, _("From now on you promote this call too."))
            return redirect("offers:call", slug)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return _asked(request, made, form, refusal)
    return _asked(request, made, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare what ties one to possible bidders, or that nothing does."""
    actor = actor_of(request)
    call = access.call(actor, slug, to=Verb.PROMOTE)
    form = InterestsForm(request.POST if request.method == "POST" else None, ties=_declared(actor, call))
    if form.is_valid():
        try:
            actions.declare_interests(slug, by=actor, ties=form.ties(), now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Your interests are declared."))
            return redirect("offers:call_publish" if call.published_at is None else "offers:call", slug)
    return render(request, "offers/interests.html", {"call": call, "form": form}, status=422 if form.errors else 200)


def _declared(actor: Actor, call: Call) -> list[Tie] | None:
    mine = [each.pk for each in organisations_of(actor) if each.pk in call.promoters]
    return declared_by(call, organisation_ids=mine, person_id=None if mine else actor.person_id)


def _asked(request: HttpRequest, made: CoPromoter, form: InterestsForm, refusal: Refusal | None) -> HttpResponse:
    queries.dress([made.call])
    context = {
        "asked": made,
        "call": made.call,
        "form": form,
        "refusal": refusal,
        "waits": made.state == Joining.INVITED and permits(made.call.phase, Verb.PROMOTE),
        "joined": made.state == Joining.JOINED,
    }
    return render(request, "offers/promotion.html", context, status=refusal.status if refusal else 422 if form.errors else 200)

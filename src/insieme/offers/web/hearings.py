# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking to be heard where a call speaks of one's organisation; and, for who promotes it, saying yes or no."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.offers import access
from insieme.offers.actions.hearings import answer_hearing, ask_to_be_heard
from insieme.offers.forms.replies import HearingForm, NoForm
from insieme.offers.models import Call, Hearing, HearingState
from insieme.offers.queries.hearings import hearings_of, said_on
from insieme.offers.queries.replies import named_on
from insieme.offers.web.typed import typed
from insieme.people.access import actor_of, organisations_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to be heard in the name of one of one's organisations, and see where those that asked stand."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    sides = _sides(actor, call)
    # The second of two clicks names an organisation that has asked: the action knows that.
    sent = request.method == "POST"
    form = HearingForm(request.POST if sent else None, organisations=sides["others" if sent else "may_ask"])
    refused = None
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = ask_to_be_heard(slug, by=actor, organisation_slug=said["organisation"], words=said["words"], now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        except WrongState as refusal:
            refused = refusal
        else:
            messages.success(request, _("You have asked. If nobody answers within three days, that is a yes."))
            return redirect("offers:hearing", slug, made.ref)
    context = {
        "call": call,
        "form": form,
        "refusal": refused,
        "typed": typed(form) if refused else None,
        "promotes": access.promotes(actor, call),
        **sides,
    }
    return render(request, "offers/hearing_ask.html", context, status=refused.status if refused else 422 if form.errors else 200)


@login_required
@require_safe
def hearings(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asked to be heard, for those who promote the call: first those who wait."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    if not access.promotes(actor, call):
        raise Denied
    asked = sorted(hearings_of(actor, call), key=lambda each: each.state != HearingState.ASKED)
    return render(request, "offers/hearings.html", {"call": call, "asked": asked})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hearing(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One wish to be heard: what it says, what was answered; for those who promote the call, the way to answer."""
    actor = actor_of(request)
    found = access.hearing(actor, slug, ref)
    form = NoForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and {"yes", "no"} & request.POST.keys():
        hear = "yes" in request.POST
        try:
            answer_hearing(slug, ref, by=actor, hear=hear, because=form.cleaned_data["because"], now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        except WrongState as refusal:
            return _one(request, access.hearing(actor, slug, ref), form, refusal)
        else:
            messages.success(request, _("They may reply now, and are told.") if hear else _("They are told no, and why."))
            return redirect("offers:hearings", slug)
    return _one(request, found, form)


def _one(request: HttpRequest, found: Hearing, form: NoForm, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "hearing": found,
        "call": found.call,
        "form": form,
        "refusal": refusal,
        "typed": typed(form) if refusal else None,
        "answers": access.promotes(actor, found.call),
        "asks": found.organisation in organisations_of(actor),
        "heard": found.state in {HearingState.GRANTED, HearingState.SILENT},
    }
    return render(request, "offers/hearing.html", context, status=refusal.status if refusal else 422 if form.errors else 200)


def _sides(actor: Actor, call: Call) -> dict[str, list[Any]]:
    """The reader's organisations: those that may ask, those that may reply, and what those that asked were answered."""
    mine, named = organisations_of(actor), named_on(call)
    asked = {each.organisation_id: each for each in hearings_of(actor, call)}
    others = [each for each in mine if each.pk not in call.promoters]
    unheard = [each for each in others if each.pk not in named]
    said = said_on(call) if asked else ""
    again = {each for each, known in asked.items() if known.state == HearingState.REFUSED and known.said != said}
    return {
        "mine": mine,
        "others": others,
        "may_reply": [each for each in mine if each.pk in named],
        "may_ask": [each for each in unheard if each.pk not in asked or each.pk in again],
        "asked": [asked[each.pk] for each in unheard if each.pk in asked],
    }


#: Below the address of the replies to a call.
PAGES = [
    path("ask/", ask, name="hearing_ask"),
    path("asked/", hearings, name="hearings"),
    path("asked/<slug:ref>/", hearing, name="hearing"),
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A promoter's pages: write a call, publish it, cancel it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.foundation.forms import show
from insieme.notices.web import announcing
from insieme.offers import access, actions, queries
from insieme.offers.actions.calling import CallText
from insieme.offers.forms.calls import BINDING, CallForm, ReasonForm, initial
from insieme.offers.models import Call, Phase
from insieme.offers.queries.announcing import cancelling, publishing
from insieme.offers.queries.promoters import is_declared
from insieme.offers.rules.phases import Verb
from insieme.offers.web import beside, cards
from insieme.offers.web.calls import show_call
from insieme.people.access import actor_of, organisations_of
from insieme.people.rules import FreePlace


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a call for one of one's organisations."""
    actor = actor_of(request)
    mine = organisations_of(actor)
    if not mine:
        return render(request, "offers/call_nobody.html", status=200)
    now = clock.now()
    form = CallForm(request.POST or None, now=now, organisations=mine, initial={"organisation": mine[0].pk})
    if form.is_valid():
        try:
            made = actions.open_call(form.cleaned_data["organisation"], by=actor, text=_text(form), now=now)
        except (Invalid, Denied) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The draft is saved. Only the managers of your organisation see it."))
            return redirect("offers:call", made.slug)
    return render(request, "offers/call_edit.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a call anew; once it is open, only its words, and those until a company has signed its offer to them."""
    actor, now = actor_of(request), clock.now()
    found = access.call(actor, slug)
    form = CallForm(request.POST or None, now=now, call=found, initial=initial(found))
    try:
        access.call(actor, slug, to=Verb.EDIT)
        if form.is_valid():
            actions.edit_call(slug, by=actor, text=_text(form, found), now=now)
            messages.success(request, _("The call is saved."))
            return redirect("offers:call", slug)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal, form)
    return render(request, "offers/call_edit.html", {"form": form, "call": found}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a draft to offers, after saying what binds from then on."""
    actor = actor_of(request)
    refused: Invalid | None = None
    if request.method == "POST":
        try:
            actions.publish_call(slug, by=actor, now=clock.now())
        except WrongState as refusal:
            return show_call(request, slug, refusal)
        except Invalid as refusal:
            refused = refusal
        else:
            messages.success(request, _("The call is open: companies can make their offers."))
            return redirect("offers:call", slug)
    try:
        found = access.call(actor, slug, to=Verb.PUBLISH)
    except WrongState:
        return redirect("offers:call", slug)
    queries.dress([found])
    context = {
        "call": found,
        "told": announcing.block(publishing(found)),
        "menu": cards.menu(found),
        "refused": refused,
        "beside": beside.of_call(found),
        "declared": is_declared(found),
    }
    return render(request, "offers/call_publish.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """End a call without a choice, with a reason."""
    actor = actor_of(request)
    form = ReasonForm(request.POST or None)
    try:
        found = access.call(actor, slug, to=Verb.CANCEL)
        if form.is_valid():
            actions.cancel_call(slug, by=actor, because=form.cleaned_data["because"], now=clock.now())
            messages.success(request, _("The call is cancelled."))
            return redirect("offers:call", slug)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal, form)
    is_draft = found.phase == Phase.DRAFT
    context = {"call": found, "form": form, "is_draft": is_draft, "told": "" if is_draft else announcing.block(cancelling(found))}
    return render(request, "offers/call_cancel.html", context, status=422 if form.errors else 200)


def _text(form: CallForm, call: Call | None = None) -> CallText:
    """What was written; what binds and was not asked again stays as it is."""
    said: dict[str, Any] = dict(form.cleaned_data)
    said.pop("organisation", None)
    place = said.pop("place")
    if "at_least" in said:
        said["menu"] = {"at_least": said.pop("at_least"), "near": said.pop("near")}
    elif call is not None:
        said |= {name: getattr(call, name) for name in ("menu", *BINDING) if name not in {"at_least", "near"}}
    return CallText(place=place if place is None or isinstance(place, FreePlace) else place.pk, **said)

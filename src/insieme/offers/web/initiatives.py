# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of an initiative: opening it, looking at it, handing its address on, closing it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.foundation.forms import show
from insieme.offers import access, actions, queries
from insieme.offers.actions.initiatives import InitiativeAlreadyOpened, InitiativeText, close_initiative
from insieme.offers.forms.initiatives import InitiativeForm
from insieme.offers.models import InitiativeState
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.web.calls import show_call
from insieme.people.access import actor_of


@require_safe
def initiative(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Who brings their people, how many they say they are, how many pledged, and the way to pledge with them."""
    page = queries.initiative_page(actor_of(request), slug, ref)
    call = page.initiative.call
    context = {
        "page": page,
        "initiative": page.initiative,
        "call": call,
        "may_pledge": permits(call.phase, Verb.PLEDGE) and clock.now() < call.closes_at and page.initiative.state == InitiativeState.OPEN,
        "address": settings.SITE_URL + reverse("offers:initiative", args=[call.slug, ref]),
    }
    return render(request, "offers/initiative.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the people of one of one's organisations to a call."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    mine = queries.may_gather_for(actor, call)
    form = InitiativeForm(request.POST or None, organisations=mine, initial={"organisation": mine[0].pk if mine else None})
    try:
        access.call(actor, slug, to=Verb.GATHER, now=clock.now())
        if not mine:
            return render(request, "offers/initiative_nobody.html", {"call": call})
        if form.is_valid():
            said = form.cleaned_data
            text = InitiativeText(**{name: said[name] for name in ("crowd", "declared", "goal", "words")})
            made = actions.open_initiative(slug, by=actor, organisation_id=said["organisation"], text=text, now=clock.now())
            messages.success(request, _("It is open: hand its address on to your people."))
            return redirect("offers:initiative", slug, made.ref)
    except (Invalid, Denied, InitiativeAlreadyOpened) as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal, form)
    return render(request, "offers/initiative_new.html", {"form": form, "call": call}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Let nobody come through it any more, after being asked once."""
    actor = actor_of(request)
    found = access.initiative(actor, slug, ref, to_close=True)
    if request.method == "POST":
        close_initiative(slug, ref, by=actor, now=clock.now())
        messages.success(request, _("The initiative is closed. Who came through it stays."))
        return redirect("offers:initiative", slug, ref)
    if found.state == InitiativeState.CLOSED:
        return redirect("offers:initiative", slug, ref)
    return render(request, "offers/initiative_close.html", {"initiative": found, "call": found.call})


#: Below the address of a call.
PAGES = [
    path("new/", new, name="initiative_new"),
    path("<slug:ref>/", initiative, name="initiative"),
    path("<slug:ref>/close/", close, name="initiative_close"),
]

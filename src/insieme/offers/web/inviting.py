# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a company to answer a call; and its way from the letter over an account and its own page to the offer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.errors import Busy, Invalid, WrongState
from insieme.foundation.forms import show
from insieme.offers import access, actions, queries
from insieme.offers.actions.inviting import InvitationTaken
from insieme.offers.forms.inviting import CompanyForm
from insieme.offers.forms.slowly import slowly_to_companies
from insieme.offers.models import CompanyInvitation, Reached
from insieme.offers.queries.invitations import answerers, companies_asked
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.web.calls import show_call
from insieme.people.access import actor_of
from insieme.people.actions import register_organisation
from insieme.people.forms.organisations import RegistrationForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def companies(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a company to answer, and see what became of whom one has asked, also when nobody can be asked any more."""
    actor = actor_of(request)
    found = access.call(actor, slug)
    asked, promotes = companies_asked(actor, found), access.promotes(actor, found)
    context = {"call": found, "asked": asked, "all": promotes}
    form = CompanyForm(request.POST if request.method == "POST" else None)
    try:
        access.in_phase(found, Verb.OFFER)
        if form.is_valid():
            slowly_to_companies(request, form.cleaned_data["to"], promotes=promotes)
            made = actions.invite_company(slug, by=actor, now=clock.now(), **form.cleaned_data)
            again = _("%(name)s was asked already: no second letter goes to it.")
            messages.success(request, (again if made in asked else _("%(name)s is asked, and gets a letter.")) % {"name": made})
            return redirect("offers:companies", slug)
    except (Invalid, Busy) as refusal:
        show(form, refusal)
    except WrongState as refusal:
        if form.is_bound or not (asked or promotes):
            return show_call(request, slug, refusal, form)
        return render(request, "offers/companies.html", context)
    return render(request, "offers/companies.html", context | {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What the letter leads to: the call in short, the way to an offer, and the way to say no for good."""
    if "decline" in request.POST:
        actions.decline_invitation(slug, key, now=clock.now())
        messages.success(request, _("Noted: nobody will write to you from here again."))
        return redirect("offers:invited", slug, key)
    made = actions.open_invitation(slug, key, now=clock.now()) if request.method == "GET" else access.company_invitation(slug, key)
    queries.dress([made.call])
    onward = reverse("offers:invited_company", args=[slug, key])
    context = {
        "invitation": made,
        "call": made.call,
        "open": permits(made.call.phase, Verb.OFFER) and clock.now() < made.call.choosing_at,
        "declined": made.state == Reached.DECLINED,
        "steps": _steps("account" if not request.user.is_authenticated else "company"),
        "onward": onward,
        "next": urlencode({"next": onward}),
    }
    return render(request, "offers/invited.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited_company(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The company that answers: one of the reader's own, or a new one, registered here; then its offer."""
    actor = actor_of(request)
    made = access.company_invitation(slug, key)
    mine = answerers(actor, made)
    register = request.method == "POST" and "take" not in request.POST
    # Whoever has a company here is not led into opening a second page of it.
    suggested = {} if mine.listed else {"name": made.name, "kind": "company"}
    form = RegistrationForm(request.POST if register else None, by=actor, initial=suggested)
    try:
        if "take" in request.POST:
            chosen = next((each for each in mine.listed if each.slug == request.POST["take"]), None)
            if chosen is not None:
                return _take(request, made, chosen.pk)
        if form.is_valid():
            if made.organisation_id is not None:
                raise InvitationTaken
            return _take(request, made, register_organisation(by=actor, **form.cleaned_data).pk)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal, form)
    context = {"invitation": made, "call": made.call, "mine": mine, "form": form, "steps": _steps("company")}
    return render(request, "offers/invited_company.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, made: CompanyInvitation, organisation_id: int) -> HttpResponse:
    actions.take_invitation(made.call.slug, made.key, by=actor_of(request), organisation_id=organisation_id)
    return redirect("offers:offer_new", made.call.slug)


def _steps(now: str) -> list[dict[str, Any]]:
    names = {"account": _("Your account"), "company": _("Your company"), "offer": _("Your offer")}
    places = list(names)
    return [
        {"words": words, "state": "now" if name == now else "done" if places.index(name) < places.index(now) else "next"}
        for name, words in names.items()
    ]

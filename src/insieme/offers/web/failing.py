# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages where a supplier fails: saying so, the runner-up that takes over, the people who agree, the files of the recount."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Invalid
from insieme.foundation.forms import show
from insieme.notices.web import announcing
from insieme.offers import access, queries
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.taking_over import agree, confirm_runner_up, decline_runner_up
from insieme.offers.forms.failing import FailureForm, TakeoverForm
from insieme.offers.queries import announcing as plans
from insieme.offers.queries.failures import recount_of, story_of
from insieme.offers.web import cards, stories
from insieme.people.access import actor_of, role_at

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ_AND_WRITE)
def declare(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Say that the company of an offer that goes ahead fails, after saying what follows."""
    actor = actor_of(request)
    offer = access.offer_to_fail(actor, slug, ref)
    form = FailureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            declare_failure(slug, ref, by=actor, because=form.cleaned_data["because"], now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("It is said. Everybody who took part is told."))
            return redirect("offers:outcome", slug)
    told = announcing.block(plans.failing(offer))
    context = {"call": offer.call, "offer": queries.offer_page(actor, slug, ref), "form": form, "told": told}
    return render(request, "offers/supplier_failed.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(READ_AND_WRITE)
def takeover(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Confirm, signed, that one's company takes the place of a supplier that failed; or decline."""
    actor, now = actor_of(request), clock.now()
    failure = access.takeover(actor, slug, ref)
    if request.method == "POST" and "decline" in request.POST:
        decline_runner_up(slug, ref, by=actor, now=now)
        messages.success(request, _("You do not take over. It is said in the record, and nobody holds it against you."))
        return redirect("offers:outcome", slug)
    offer = queries.offer_page(actor, slug, failure.runner_up.ref if failure.runner_up else "")
    role = role_at(actor, offer.organisation_id)
    known = {"name": str(request.user), "title": role.title if role else ""}
    form = TakeoverForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            confirm_runner_up(slug, ref, by=actor, now=now, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("You stand by your offer. Now its people are asked."))
            return redirect("offers:outcome", slug)
    context = {"call": failure.call, "offer": offer, "form": form, "story": story_of(failure), "failure": failure}
    context |= {"card": cards.card(offer, failure.call), "tiers": cards.tier_rows(offer, failure.call)}
    return render(request, "offers/runner_up.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(READ_AND_WRITE)
def consent(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Say whether one buys from the runner-up, having read what and for how much."""
    actor = actor_of(request)
    mine = access.agreement(actor, slug, ref)
    answer = request.POST.get("answer")
    if request.method == "POST" and answer in {"yes", "no"}:
        agree(slug, ref, by=actor, yes=answer == "yes", now=clock.now())
        words = _("You said yes. If enough others do too, you buy from it.") if answer == "yes" else _("You said no: you owe nothing.")
        messages.success(request, words)
        return redirect("offers:agree", slug, ref)
    failure = mine.failure
    offer = queries.offer_page(actor, slug, failure.runner_up.ref if failure.runner_up else "")
    context = {"call": failure.call, "mine": mine, "failure": failure, "offer": offer, "story": story_of(failure, mine)}
    context |= {
        "would": stories.would_get(mine, offer),
        "tiers": cards.tier_rows(offer, failure.call),
        "card": cards.card(offer, failure.call),
    }
    return render(request, "offers/agree.html", context)


@require_safe
def recount(request: HttpRequest, slug: str, ref: str, name: str) -> HttpResponse:
    """One of the files of the recount without the suppliers that failed, exactly as it was published."""
    text = recount_of(actor_of(request), slug, ref, name)
    response = HttpResponse(text.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


#: Below the address of an outcome, as those of `outcomes`.
PAGES = [
    path("failed/<slug:ref>/", declare, name="failure"),
    path("runner-up/<slug:ref>/", takeover, name="takeover"),
    path("agree/<slug:ref>/", consent, name="agree"),
    re_path(r"^recount/(?P<ref>[-a-zA-Z0-9_]+)/(?P<name>result|reduced|full|full_result)\.json$", recount, name="recount_file"),
]

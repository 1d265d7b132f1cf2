# SPDX-License-Identifier: AGPL-3.0-or-later
"""People judge an offer: the marks by criteria, how they spread; what they would like improved."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Busy, Denied, Invalid, WrongState
from insieme.foundation.forms import show
from insieme.offers import access, actions, queries
from insieme.offers.forms.ratings import RatingForm, initial
from insieme.offers.forms.slowly import slowly_improved
from insieme.offers.models import Standing
from insieme.offers.queries.ratings import apart_because, own_ratings, ratings_of, reasons
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.ratings import criteria_of
from insieme.offers.web import spreads
from insieme.offers.web.offering import show_offer
from insieme.people.access import actor_of
from insieme.voices.forms.slowly import slowly
from insieme.voices.web.words import said

PAGE = 20
_WAITS = gettext_lazy("Nobody else reads your reasons yet: they are shown once a moderator has let your first voices here through.")

_COUNTED = {
    "": gettext_lazy("Your marks are counted. You can change them until the close."),
    Standing.BIDDER: gettext_lazy(
        "Your marks stand apart, because you work for a company that makes an offer here, or with it: they are shown and not counted. "
        "You can change them until the close."
    ),
    Standing.PROMOTER: gettext_lazy(
        "Your marks stand apart, because you promote the call, or work with who does: they are shown and not counted. "
        "You can change them until the close."
    ),
}


@require_safe
def ratings(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """How an offer was rated, and the reasons, without anybody's name."""
    actor, now = actor_of(request), clock.now()
    offer = queries.offer_page(actor, slug, ref)
    before = request.GET.get("before", "")
    found = reasons(actor, offer, before=int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None, limit=PAGE + 1)
    named = dict(enumerate(criteria_of(offer.call.criteria)))
    context = {
        "offer": offer,
        "call": offer.call,
        "spreads": spreads.shown(ratings_of(offer.call, [offer])[offer.pk], offer.call),
        "reasons": [
            {"rating": each, "line": said(each.voice, actor, now), "words": named.get(each.criterion, "")}
            for each in found[:PAGE]
            if each.voice is not None
        ],
        "older": f"?{urlencode({'before': found[PAGE - 1].pk})}" if len(found) > PAGE else "",
        "may_rate": access.may(actor, offer.call, Verb.RATE) and offer.state == "signed",
    }
    return render(request, "offers/ratings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Rate an offer, or change how one did."""
    actor, now = actor_of(request), clock.now()
    offer = queries.offer_page(actor, slug, ref)
    mine = own_ratings(actor, offer)
    form = RatingForm(request.POST or None, criteria=criteria_of(offer.call.criteria), initial=initial(mine))
    try:
        access.offer(actor, slug, ref, to=Verb.RATE, now=now)
        if form.is_valid():
            slowly(request, "speak")
            language = (get_language() or "it").partition("-")[0]
            given = actions.rate(slug, ref, by=actor, marks=form.marks(), language=language, now=now)
            messages.success(request, _COUNTED[apart_because(actor, offer)])
            if any(each.voice and each.voice.waits for each in given):
                messages.info(request, _WAITS)
            return redirect("offers:ratings", slug, ref)
    except (Busy, Invalid) as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal, form)
    context = {"form": form, "offer": offer, "call": offer.call, "again": bool(mine)}
    return render(request, "offers/rate.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def improve(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Ask for an improvement, or no longer."""
    aspect, wanted = request.POST.get("aspect", ""), request.POST.get("wanted") == "1"
    try:
        slowly_improved(request)
        actions.ask(slug, ref, by=actor_of(request), aspect=aspect, wanted=wanted, now=clock.now())
    except (Busy, Denied, Invalid, WrongState) as refusal:
        return show_offer(request, slug, ref, refusal)
    return redirect(f"{reverse('offers:offer', args=[slug, ref])}#improve")

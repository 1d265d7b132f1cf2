# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saying yes to offers that were revised since one ranked them, or taking them off one's list."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.errors import Invalid, Refusal, WrongState
from insieme.offers import access, actions, queries
from insieme.offers.actions.pledging import PledgeMoved
from insieme.offers.forms.pledges import of_pledge
from insieme.offers.queries.revisions import lapsed_lines
from insieme.offers.web import notes, rankings
from insieme.offers.web.calls import show_call
from insieme.offers.web.pledging import SeeOther
from insieme.people.access import actor_of

_NUMBER = re.compile(r"[0-9]{1,9}")
OUT = "out"
ANSWERS = ("yes", OUT)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revised(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in the offers on one's list; yes to it, or off the list; the rest of the list stays."""
    if request.method != "POST":
        return _show(request, slug)
    answers = {name.removeprefix("rev-"): str(value) for name, value in request.POST.items() if name.startswith("rev-")}
    without = {ref for ref in answers if request.POST.get(f"answer-{ref}") == OUT}
    revisions = {ref: int(value) for ref, value in answers.items() if _NUMBER.fullmatch(value)}
    seen = request.POST.get("seen", "")
    if any(request.POST.get(f"answer-{ref}") not in ANSWERS for ref in answers):
        return _show(request, slug, Invalid({"": _("Say whether it stays on your list or comes off it, for each offer that was revised.")}))
    try:
        made = actions.confirm_revised(
            slug,
            by=actor_of(request),
            seen=int(seen) if _NUMBER.fullmatch(seen) else 0,
            revisions=revisions,
            without=without,
            now=clock.now(),
        )
    except (Invalid, PledgeMoved) as refusal:
        return _show(request, slug, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal)
    messages.success(request, _("Done: your list stands as you see it here."))
    return SeeOther(reverse("offers:receipt", args=[made.ref]))


def _show(request: HttpRequest, slug: str, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    call = access.call(actor, slug)
    mine = access.last_pledge(actor, call)
    if mine is not None:
        mine.call = call
    lines = lapsed_lines(mine) if mine is not None and clock.now() < call.closes_at else []
    if mine is None or not lines:
        return show_call(request, slug, refusal) if refusal else redirect("offers:call", slug)
    terms = queries.terms(call)
    ranking = of_pledge(mine)
    every = rankings.what_if(
        ranking.entries, terms=terms, call=call, quantity=mine.quantity, new_for=ranking.new_for, place=rankings.place_of(request)
    )
    context = {
        "call": call,
        "mine": mine,
        "refusal": refusal,
        "asked": [notes.note(line, call, short=False) | {"answer": request.POST.get(f"answer-{line.offer.ref}", "")} for line in lines],
        "list": rankings.in_words(mine, terms, call, rankings.place_of(request) or ""),
        "what_if": every,
    }
    return render(request, "offers/pledge_revised.html", context, status=refusal.status if refusal else 200)

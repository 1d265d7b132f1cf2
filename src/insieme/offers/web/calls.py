# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking at calls: the lists, one call, its total."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Refusal
from insieme.offers import access, queries
from insieme.offers.forms.calls import CallFilter
from insieme.offers.models import Call, Phase
from insieme.offers.queries.outcomes import as_it_stands
from insieme.offers.queries.promoters import is_declared
from insieme.offers.queries.revisions import waiting
from insieme.offers.web import around, beside, blocks, cards, coming, notes, rankings
from insieme.offers.web.typed import typed
from insieme.people.access import actor_of
from insieme.people.rules import FreePlace
from insieme.record.reactions import settled_position
from insieme.voices.web import talk

PAGE = 20
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_KEY = re.compile(r"([0-9]{1,17})\.([0-9]{1,15})")


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Published calls of one kind, the next deadline first."""
    which = request.GET.get("show", "choosing")
    which = which if which in queries.LISTS else "choosing"
    form = CallFilter({name: request.GET.get(name, "") for name in CallFilter.base_fields})
    wanted = form.cleaned_data if form.is_valid() else {}
    place = wanted.get("place")
    # A place abroad that nobody has named yet has no calls.
    nowhere = isinstance(place, FreePlace)
    found = (
        []
        if nowhere
        else queries.calls(
            which,
            category=wanted.get("category", ""),
            place_id=place.pk if place else None,
            after=_after(request.GET.get("after", "")),
            limit=PAGE + 1,
        )
    )
    return render(
        request,
        "offers/calls.html",
        {
            "tabs": tabs(request, which),
            "which": which,
            "form": form,
            "filtered": bool(wanted.get("category") or place),
            "calls": found[:PAGE],
            "lines": blocks.lists({which: found[:PAGE]}, clock.now()).get(which),
            "older": _onward(request, found[PAGE - 1]) if len(found) > PAGE else "",
        },
    )


def tabs(request: HttpRequest, which: str) -> list[dict[str, Any]]:
    """The lists as sides of one page; what filters stays when one goes from one to another."""
    words = {"choosing": _("Choosing now"), "open": _("Open for offers"), "decided": _("Decided"), "cancelled": _("Cancelled calls")}
    return [{"words": said, "href": _address(request, show=name, after=None), "current": name == which} for name, said in words.items()]


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: need, total, thread, offers side by side, what the reader pledged, the next step."""
    return show_call(request, slug)


def show_call(request: HttpRequest, slug: str, refusal: Refusal | None = None, form: Form | None = None) -> HttpResponse:
    """The page of a call as it now stands, with what was refused above it, if anything was, and what had been written into the `form`."""
    now = clock.now()
    # Asked for before the page is read: what is settled in between is told once more, never missed.
    settled = settled_position()
    page = queries.call_page(actor_of(request), slug, now=now)
    if page.mine is not None:
        page.mine.call = page.call
        notes.tell(waiting([page.mine], page.offers))
    live = page.call.phase in {Phase.CHOOSING, Phase.CLOSED}
    context = {
        "page": page,
        "call": page.call,
        "site": settings.SITE_URL,
        "refusal": refusal,
        "typed": typed(form),
        "undeclared": page.call.phase == Phase.DRAFT and not is_declared(page.call),
        "live": live,
        "record_position": settled if live else None,
        "talk": talk.block(request, page.call.thread, position=settled),
        "progress": blocks.progress(page.call, page.terms, now) if live else "",
        "blocks": blocks.of_call(page, now),
        "around": around.of_call(page.call),
        "coming": coming.arrive(request, page.call, page.mine) if page.may_pledge else None,
        "beside": beside.of_call(page.call),
        "mine": rankings.in_words(page.mine, page.terms, page.call) if page.mine else None,
        "follows": page.call.is_followed,  # type: ignore[attr-defined]
        "stands": as_it_stands(page.outcome.summary.get("offers", ())) if page.outcome else None,
        "failed": cards.failed(page.outcome),
    }
    return render(request, "offers/call.html", context, status=refusal.status if refusal else 200)


@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """The total alone: what a live page fetches when it has changed."""
    found = access.call(actor_of(request), slug)
    return HttpResponse(blocks.progress(found, queries.named_terms(found), clock.now()))


def _after(key: str) -> tuple[datetime, int] | None:
    found = _KEY.fullmatch(key)
    return (EPOCH + int(found[1]) * MICROSECOND, int(found[2])) if found else None


def _onward(request: HttpRequest, last: Call) -> str:
    return _address(request, after=f"{(last.closes_at - EPOCH) // MICROSECOND}.{last.pk}")


def _address(request: HttpRequest, **changes: str | None) -> str:
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    return f"{reverse('offers:calls')}?{asked.urlencode()}" if asked else reverse("offers:calls")

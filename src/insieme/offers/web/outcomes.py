# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a call came to: the page that explains it, and the files with which anybody counts it again."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.offers import access, queries
from insieme.offers.models import Phase
from insieme.offers.queries.buyers import sold_by
from insieme.offers.queries.failures import declarable, failures_of
from insieme.offers.queries.unserved import unserved
from insieme.offers.web import become, reach, stories, threads
from insieme.people.access import actor_of, organisations_of
from insieme.record.reactions import settled_position


@require_safe
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Who goes ahead and why, what the reader got, and how to count it again."""
    actor, now = actor_of(request), clock.now()
    call = access.call(actor, slug)
    if call.phase == Phase.CLOSED:
        # Asked for before what is shown is read, so that what comes in between is told once more, never missed.
        settled = settled_position()
        return render(request, "offers/outcome_waiting.html", {"call": access.call(actor, slug), "record_position": settled})
    if call.phase != Phase.CLEARED:
        return redirect("offers:call", slug)
    found = queries.outcome_of(call)
    terms = queries.terms(call)
    mine = access.last_pledge(actor, call)
    got = queries.result_for(mine)
    acts_for = {each.pk for each in organisations_of(actor)}
    audits = access.may_audit(actor, call, acts_for=acts_for)
    failures = failures_of(actor, call, acts_for=acts_for)
    context = {
        "call": call,
        "site": settings.SITE_URL,
        "outcome": found,
        "story": stories.story(call, found),
        "thread": threads.thread(call, terms, found, threads.counts(call.thread, now)),
        "mine": mine,
        "got": stories.got(got, terms, call),
        "kept": [] if failures else become.kept(unserved(mine, got), call),
        "sold": sold_by(call.pk, acts_for),
        "may_audit": audits,
        "failures": failures,
        "declarable": declarable(call, audits=audits, acts_for=acts_for),
        "reach": reach.of_outcome(found),
        "sizes": {"result": len(found.result.encode()), "reduced": len(found.reduced.encode())},
    }
    return render(request, "offers/outcome.html", context)


@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One of the files of the recount, exactly as it was published."""
    actor = actor_of(request)
    text = queries.file_of(actor, access.call(actor, slug), name)
    response = HttpResponse(text.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


#: Below the address of an outcome.
PAGES = [
    path("", outcome, name="outcome"),
    re_path(r"^(?P<name>result|reduced|full|full_result)\.json$", file, name="outcome_file"),
]

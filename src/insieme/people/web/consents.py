# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people have agreed to: the texts, one's own word on each, and what is asked anew after signing in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible, WrongState
from insieme.people import access
from insieme.people.access import actor_of
from insieme.people.actions import consents as actions
from insieme.people.queries.accounts import consents_of, owed_consents
from insieme.people.rules import BY_NAME, PURPOSES


@require_safe
def text(request: HttpRequest, what: str, version: int | None = None) -> HttpResponse:
    """A text as it stands now, or as it stood in an earlier version."""
    purpose = BY_NAME.get(what)
    if purpose is None:
        raise NotVisible
    shown = purpose.version if version is None else version
    if not 1 <= shown <= purpose.version:
        raise NotVisible
    body = f"people/consents/{what}_{shown}.html"
    return render(request, "people/consent.html", {"purpose": purpose, "version": shown, "body": body})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """One's own word on each text, given or taken back with one button each."""
    actor, now = actor_of(request), clock.now()
    if request.method == "POST":
        try:
            if what := request.POST.get("withdraw"):
                actions.withdraw_consent(what, by=actor, now=now)
                messages.success(request, _("You no longer agree: it is noted, and holds from now on."))
            else:
                actions.give_consents([request.POST.get("give", "")], by=actor, now=now)
                messages.success(request, _("Thank you: you agree, until you say otherwise."))
        except WrongState as refusal:
            messages.error(request, str(refusal))
        return redirect("people:consents")
    held = consents_of(access.me(actor).pk)
    lines = [(purpose, held.get(purpose.what)) for purpose in PURPOSES]
    return render(request, "people/consents.html", {"lines": lines})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owed(request: HttpRequest) -> HttpResponse:
    """The texts that are new since one has last agreed: what signing in leads to."""
    actor = actor_of(request)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    # An address of the house is meant: `redirect` would take a bare word for the name of a page.
    is_here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    onward = wanted if is_here else settings.LOGIN_REDIRECT_URL
    missing = owed_consents(access.me(actor).pk)
    if request.method == "POST" and "agree" in request.POST:
        actions.give_consents(missing, by=actor, now=clock.now())
        missing = []
    if not missing:
        return redirect(onward)
    return render(request, "people/consents_owed.html", {"purposes": [BY_NAME[what] for what in missing], "next": onward})

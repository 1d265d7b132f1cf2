# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inbox: what somebody was told, by day; a notice leads to its page and counts as seen from then on."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from insieme.foundation import clock
from insieme.notices import actions, queries
from insieme.notices.kinds import kind_of
from insieme.notices.models import Notice
from insieme.people.access import actor_of


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first."""
    actor = actor_of(request)
    page = queries.inbox(actor, before=request.GET.get("before", ""))
    latest = sorted(page.notices, key=lambda each: each.at, reverse=True)
    days = [{"day": day, "lines": [_line(each) for each in told]} for day, told in groupby(latest, key=lambda each: localdate(each.at))]
    older = f"{reverse('notices:inbox')}?before={page.before}" if page.before else ""
    newer = reverse("notices:inbox") if "before" in request.GET else ""
    context = {"days": days, "older": older, "newer": newer, "today": localdate(clock.now())}
    return render(request, "notices/inbox.html", context)


@login_required
@require_safe
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Go to the page that a notice leads to, which lets in whom it lets in; the notice is seen."""
    return redirect(actions.see(ref, by=actor_of(request), now=clock.now()).path)


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Everything up to now is seen."""
    actions.see_all(by=actor_of(request), now=clock.now())
    messages.success(request, _("Nothing new is left."))
    return redirect("notices:inbox")


def _line(told: Notice) -> dict[str, Any]:
    words = kind_of(told.kind).sentence(told.data)
    return {"href": reverse("notices:notice", args=[told.ref]), "words": words, "at": told.at, "is_new": told.seen_at is None}

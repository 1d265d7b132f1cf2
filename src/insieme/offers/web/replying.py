# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which an organisation that a call names, or that is heard, writes and signs its reply."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.errors import Invalid
from insieme.foundation.forms import show
from insieme.offers import access, actions
from insieme.offers.actions.replying import NotNamed
from insieme.offers.forms.replies import ReplyForm
from insieme.offers.queries.replies import last_reply, may_reply_for
from insieme.offers.web import hearings
from insieme.people.access import actor_of, role_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Reply in the name of an organisation that may; of several, the one in `for`. Who may not is shown how to ask."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    mine = may_reply_for(actor, call)
    if not mine and request.method != "POST":
        return redirect("offers:hearing_ask", slug)
    if not mine:
        raise NotNamed
    chosen = next((each for each in mine if each.slug == request.GET.get("for")), mine[0])
    last, role = last_reply(call, chosen.pk), role_at(actor, chosen.pk)
    known = {"text": last.text if last else "", "name": str(request.user), "title": role.title if role else ""}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            actions.reply(slug, by=actor, organisation_slug=chosen.slug, now=clock.now(), **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Your reply is published."))
            return redirect("offers:call", slug)
    context = {"call": call, "form": form, "company": chosen, "mine": mine, "last": last}
    return render(request, "offers/reply.html", context, status=422 if form.errors else 200)


#: Below the address of a call.
PAGES = [path("", reply, name="reply"), *hearings.PAGES]

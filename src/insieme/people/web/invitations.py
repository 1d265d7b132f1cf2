# SPDX-License-Identifier: AGPL-3.0-or-later
"""An invitation: read and answered by whoever got it, taken back by an owner."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import WrongState
from insieme.people import access, actions, queries
from insieme.people.access import NotInvited, actor_of
from insieme.people.forms.organisations import AnswerForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """What is asked, and the answer: `accept` with the role that was read, `decline`, or an owner's `take_back`."""
    actor = actor_of(request)
    if "take_back" in request.POST:
        actions.take_back(slug, ref, by=actor)
        messages.success(request, _("The invitation is taken back."))
        return redirect("people:staff", slug)
    if "decline" in request.POST:
        declined = actions.decline(slug, ref, by=actor, now=clock.now())
        messages.success(request, _("You have declined to work for %(name)s.") % {"name": declined})
        return redirect("people:roles")
    read = AnswerForm(request.POST)
    if read.is_valid():
        return _accept(request, actor, slug, ref, read)
    try:
        found = queries.invitation_to(actor, slug, ref, now=clock.now())
    except NotInvited:
        # Whoever comes back to the letter after having accepted finds what they accepted.
        if access.role_at(actor, access.organisation(actor, slug).pk):
            return redirect("people:organisation", slug)
        raise
    return render(request, "people/invitation.html", {"invitation": found, "public": found.kind in access.PUBLIC_ROLES})


def _accept(request: HttpRequest, actor: Actor, slug: str, ref: str, read: AnswerForm) -> HttpResponse:
    try:
        actions.accept(slug, ref, by=actor, now=clock.now(), **read.cleaned_data)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("people:invitation", slug, ref)
    messages.success(request, _("Welcome: from now on you work here."))
    return redirect("people:organisation", slug)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works for an organisation: a page for those who do, changed by its owners."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from insieme.foundation import clock
from insieme.foundation.errors import Refusal
from insieme.foundation.forms import show
from insieme.people import access, actions, queries
from insieme.people.access import NotAtYourRole, actor_of
from insieme.people.forms.organisations import InvitationForm
from insieme.people.models import RoleKind


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who works here; owners also see whom they have invited, and invite."""
    actor, now = actor_of(request), clock.now()
    wanted = RoleKind.OWNER if request.method == "POST" else RoleKind.MEMBER
    found = access.organisation(actor, slug, to=wanted)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            person, email = queries.whom(form.cleaned_data["to"])
            access.invite_slowly(request, person.ref if person else email)
            invitation = actions.invite(slug, by=actor, now=now, **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("%(name)s is invited, and gets a letter. The role begins once they accept.") % {"name": invitation})
            return redirect("people:staff", slug)
    own = access.role_at(actor, found.pk)
    owner = own is not None and own.kind == RoleKind.OWNER
    context = {
        "organisation": found,
        "roles": queries.staff(found.pk),
        "invitations": queries.invitations_from(found.pk, now=now) if owner else [],
        "owner": owner,
        "form": form,
    }
    return render(request, "people/staff.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def role(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Take somebody's role, or lay down one's own."""
    actor = actor_of(request)
    try:
        actions.take_role(slug, by=actor, ref=ref)
    except NotAtYourRole:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:staff", slug)
    messages.success(request, _("The role is taken back."))
    still = access.role_at(actor, access.organisation(actor, slug).pk)
    return redirect("people:staff" if still else "people:organisation", slug)

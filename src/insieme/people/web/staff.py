# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works for an organisation: a page for those who do, changed by its owners."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from insieme.foundation.errors import Busy, Refusal
from insieme.foundation.forms import show
from insieme.people import access, actions, queries
from insieme.people.access import NotAtYourRole, actor_of
from insieme.people.forms.organisations import RoleForm
from insieme.people.models import RoleKind


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who works here; owners add people and change roles."""
    actor = actor_of(request)
    wanted = RoleKind.OWNER if request.method == "POST" else RoleKind.MEMBER
    found = access.organisation(actor, slug, to=wanted)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            _slowly(request)
            role = actions.give_role(slug, by=actor, **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            said = {"name": role.person, "role": role.get_kind_display()}
            messages.success(request, _("%(name)s has the role: %(role)s.") % said)
            return redirect("people:staff", slug)
    own = access.role_at(actor, found.pk)
    context = {
        "organisation": found,
        "roles": queries.staff(found.pk),
        "own": own,
        "owner": own and own.kind == RoleKind.OWNER,
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


def _slowly(request: HttpRequest) -> None:
    # Whoever adds people by address learns which addresses have an account: not many of them, then.
    if not ratelimit.consume(request, action="give_role", user=request.user):
        raise Busy(_("Too many attempts. Wait a few minutes."))

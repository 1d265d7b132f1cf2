# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's public page, and what they set for themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as house
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Invalid
from insieme.foundation.forms import show
from insieme.people import access, actions, queries
from insieme.people.access import actor_of
from insieme.people.forms.profile import ProfileForm
from insieme.people.models import Invitation, Person
from insieme.people.queries.accounts import closing_of, shown_relations

More = Callable[[Person], dict[str, Any]]


@require_safe
def person(request: HttpRequest, handle: str, *, template: str = "people/person.html", more: More | None = None) -> HttpResponse:
    """What everybody may know of a person: name, place, and the organisations they act for."""
    found = queries.person_by_handle(handle)
    own = found.pk == request.user.pk
    context = {
        "person": found,
        "roles": queries.roles_of(found.pk),
        "relations": shown_relations(found.pk),
        "own": own,
        "invitations": _invitations(request) if own else [],
    }
    return render(request, template, context | (more(found) if more else {}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name, handle, place, language, and the ways to change address and password."""
    if request.method != "POST":
        me = access.me(actor_of(request))
        now = {"name": me.name, "handle": me.handle or "", "place": me.place, "language": me.language}
        context = {"form": ProfileForm(initial=now), "invitations": _invitations(request), "closing": closing_of(actor_of(request))}
        return render(request, "people/settings.html", context)
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            saved = actions.edit_profile(by=actor_of(request), **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            return _saved(request, saved)
    return render(request, "people/settings.html", {"form": form}, status=422)


def _invitations(request: HttpRequest) -> list[Invitation]:
    return queries.invitations_to(actor_of(request), now=clock.now())


def _saved(request: HttpRequest, person: Person) -> HttpResponse:
    with translation.override(person.language):
        messages.success(request, _("Your settings are saved."))
    response = redirect("people:settings")
    response.set_cookie(house.LANGUAGE_COOKIE_NAME, person.language, max_age=365 * 86400, samesite="Lax")
    return response

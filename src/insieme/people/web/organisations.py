# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations: the list, one's page, registering and editing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation.errors import Invalid
from insieme.foundation.forms import show
from insieme.people import access, actions, queries
from insieme.people.access import actor_of
from insieme.people.forms.organisations import OrganisationFilter, OrganisationForm, RegistrationForm
from insieme.people.forms.slowly import ask_slowly
from insieme.people.models import Organisation, Place, RoleKind
from insieme.people.web.relations import relation_choices

#: So many names are suggested.
NAMES = 10
More = Callable[[Organisation], dict[str, Any]]


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations, or those of a kind and place."""
    form = OrganisationFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    place = wanted.get("place")
    # A place abroad that nobody has named yet has no organisations; what could not be read filters nothing and says so at the field.
    unknown = place is not None and not isinstance(place, Place)
    page = None if unknown else queries.organisation_page(kind=wanted.get("kind", ""), place=place, after=wanted.get("after", ""))
    onward = request.GET.copy()
    onward["after"] = page.after if page else ""
    return render(request, "people/organisations.html", {"form": form, "page": page, "onward": f"?{onward.urlencode()}"})


@require_safe
@cache_control(private=True, max_age=600)
def names(request: HttpRequest) -> HttpResponse:
    """Names of organisations in which it is typed, as options of a list; `q`, or the `to` field itself, holds the text."""
    ask_slowly(request, "names_stranger")
    typed = request.GET.get("q") or request.GET.get("to", "")
    return render(request, "people/names.html", {"names": queries.names_with(typed[:120], limit=NAMES)})


@require_safe
def organisation(request: HttpRequest, slug: str, *, template: str = "people/organisation.html", more: More | None = None) -> HttpResponse:
    """What everybody may know of an organisation, and what the reader has to do with it."""
    actor, found = actor_of(request), queries.organisation(slug)
    own = access.role_at(actor, found.pk)
    context = {
        "organisation": found,
        "roles": queries.public_roles(found.pk),
        "own": own,
        "may_edit": own is not None and own.kind in access.INCLUDED_IN[RoleKind.MANAGER],
        "relations": relation_choices(actor, found),
    }
    return render(request, template, context | (more(found) if more else {}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    form = RegistrationForm(request.POST or None, by=actor_of(request))
    if form.is_valid():
        try:
            made = actions.register_organisation(by=actor_of(request), **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The page is open. Now invite those who work with you."))
            return redirect("people:organisation", made.slug)
    return render(request, "people/organisation_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what an organisation's page says."""
    actor = actor_of(request)
    found = access.organisation(actor, slug, to=RoleKind.MANAGER)
    now = {name: getattr(found, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            actions.edit_organisation(slug, by=actor, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The page is saved."))
            return redirect("people:organisation", slug)
    return render(request, "people/organisation_edit.html", {"form": form, "organisation": found}, status=422 if form.errors else 200)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines: read, accepted, their history; written and published by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Invalid, WrongState
from insieme.foundation.forms import show
from insieme.people import access, queries
from insieme.people.access import actor_of
from insieme.people.actions import guidelines as actions
from insieme.people.forms.guidelines import AcceptForm, GuidelineForm, PublishForm
from insieme.people.models import Guideline, RoleKind
from insieme.people.queries import guidelines as reading

More = Callable[[Guideline], dict[str, Any]]


@require_safe
def guidelines(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The guidelines of an organisation, or of the house."""
    actor, owner = actor_of(request), queries.organisation(slug) if slug else None
    found = reading.guidelines(actor, owner)
    context = {"guidelines": found, "organisation": owner, "may_edit": access.may_edit_guidelines(actor, owner)}
    return render(request, "people/guidelines.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Write down a guideline."""
    actor = actor_of(request)
    owner = access.organisation(actor, slug, to=RoleKind.MANAGER) if slug else None
    if owner is None:
        access.operator(actor)
    form = GuidelineForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.draft_guideline(by=actor, organisation=slug, now=clock.now(), **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            return redirect("people:guideline_edit", made.ref)
    return render(request, "people/guideline_new.html", {"form": form, "organisation": owner}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def guideline(request: HttpRequest, ref: str) -> HttpResponse:
    """Read the version that holds, and accept it."""
    actor = actor_of(request)
    found = access.guideline(actor, ref)
    if request.method == "POST":
        return _accept(request, ref)
    if not found.version:
        return redirect("people:guideline_edit", ref)
    version, owner = reading.version_of(found), found.organisation
    staff = owner is not None and access.role_at(actor, owner.pk) is not None
    context = {
        "guideline": found,
        "version": version,
        "acceptance": reading.acceptance(actor, version),
        "share": reading.share(version, owner) if owner and staff else None,
        "may_edit": access.may_edit_guidelines(actor, owner),
    }
    return render(request, "people/guideline.html", context)


@require_safe
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """All versions, with what came and what went."""
    found = access.guideline(actor_of(request), ref)
    return render(request, "people/guideline_history.html", {"guideline": found, "changes": reading.history(found)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, ref: str, *, template: str = "people/guideline_edit.html", more: More | None = None) -> HttpResponse:
    """Write the next version."""
    actor = actor_of(request)
    found = access.guideline(actor, ref, to_edit=True)
    form = GuidelineForm(request.POST or None, initial={"title": found.title, "text": found.draft})
    if form.is_valid():
        try:
            actions.edit_guideline(ref, by=actor, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The draft is saved. Nobody else sees it before you publish it."))
            return redirect("people:guideline_edit", ref)
    context = {"guideline": found, "form": form, "publishing": PublishForm()} | (more(found) if more else {})
    return render(request, template, context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, ref: str, *, template: str = "people/guideline_edit.html", more: More | None = None) -> HttpResponse:
    """Make the draft the version that holds."""
    actor, form = actor_of(request), PublishForm(request.POST)
    found = access.guideline(actor, ref, to_edit=True)
    if form.is_valid():
        try:
            made = actions.publish_guideline(ref, by=actor, now=clock.now(), **form.cleaned_data)
        except (Invalid, WrongState) as refusal:
            show(form, refusal)
        else:
            again = _("Published. Those who accepted the version before are asked to accept this one.")
            messages.success(request, again if made.number > 1 else _("Published. From now on people can accept it."))
            return redirect("people:guideline", ref)
    writing = GuidelineForm(initial={"title": found.title, "text": found.draft})
    context = {"guideline": found, "form": writing, "publishing": form} | (more(found) if more else {})
    return render(request, template, context, status=422)


@login_required
def _accept(request: HttpRequest, ref: str) -> HttpResponse:
    read = AcceptForm(request.POST)
    number = read.cleaned_data["number"] if read.is_valid() else 0
    try:
        actions.accept_guideline(ref, by=actor_of(request), number=number, now=clock.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you: you have accepted it."))
    return redirect("people:guideline", ref)

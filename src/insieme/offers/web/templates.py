# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commitments that an organisation keeps: keeping one from an offer, the list, another name, away with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation.errors import Denied, Invalid
from insieme.foundation.forms import show
from insieme.offers import access, queries
from insieme.offers.actions.templates import keep_template, remove_template, rename_template
from insieme.offers.forms.offers import commitment_initial
from insieme.offers.forms.templates import TemplateForm
from insieme.offers.models import Basis, CommitmentTemplate, QuorumUnit
from insieme.offers.queries.templates import templates_of
from insieme.offers.rules.commitments import BY_CODE, by_category
from insieme.offers.rules.wording import figure, share
from insieme.offers.web import cards
from insieme.people.access import actor_of, managed, may_act_for


@login_required
@require_safe
def templates(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisation keeps, for those who may draft its offers."""
    whose = managed(actor_of(request), slug)
    found = templates_of([whose.pk])
    for each in found:
        each.steps = list(_steps(each))  # type: ignore[attr-defined]
    return render(request, "offers/templates.html", {"organisation": whose, "templates": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Give the commitment of one's offer a name, to start others from it."""
    actor = actor_of(request)
    found = queries.offer_page(actor, slug, ref)
    if not may_act_for(actor, found.organisation_id):
        raise Denied
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            keep_template(slug, ref, by=actor, name=form.cleaned_data["name"])
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The template is kept: it stands on top where your next offer begins."))
            return redirect("offers:templates", found.organisation.slug)
    context = {"form": form, "offer": found, "call": found.call, "tiers": cards.tier_rows(found, found.call)}
    return render(request, "offers/template_keep.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Call it otherwise."""
    actor = actor_of(request)
    found = access.template(actor, slug, ref)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        try:
            rename_template(slug, ref, by=actor, name=form.cleaned_data["name"])
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The template has its new name."))
            return redirect("offers:templates", slug)
    context = {"form": form, "template": found, "organisation": found.organisation}
    return render(request, "offers/template_rename.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Remove it, after being asked once. Who asks for it once more finds the list without it."""
    actor = actor_of(request)
    if request.method == "POST":
        remove_template(slug, ref, by=actor)
        messages.success(request, _("The template is removed."))
        return redirect("offers:templates", slug)
    found = access.template(actor, slug, ref)
    return render(request, "offers/template_remove.html", {"template": found, "organisation": found.organisation})


def choices(own: Iterable[CommitmentTemplate]) -> list[tuple[Any, list[Any]]]:
    """All commitments to start from, in groups: first those of one's own organisations, then the house's by category."""
    mine = groupby(own, lambda each: each.organisation.name)
    groups = [(name, [{"code": each.ref, "title": each.name} for each in kept]) for name, kept in mine]
    return [*groups, *by_category()]


def begun(code: str, own: Sequence[CommitmentTemplate], mine: Sequence[Any]) -> dict[str, Any]:
    """What the form of an offer by one of `mine` holds before anybody has typed, with what the template with this code writes into it."""
    return {"organisation": mine[0].pk if mine else None} | starting_from(code, own)


def starting_from(code: str, own: Sequence[CommitmentTemplate]) -> dict[str, Any]:
    """What the template with this code, or of one's own with this reference, writes into the form of an offer; of none, nothing."""
    mine = next((each for each in own if each.ref == code), None)
    if mine is not None:
        said = {name: getattr(mine, name) for name in ("commitment", "basis", "proof", "quorum_unit", "tiers")}
        return commitment_initial(said) | {"organisation": mine.organisation_id}
    return BY_CODE[code].fields() if code in BY_CODE else {}


def _steps(template: CommitmentTemplate) -> Iterator[tuple[str, str]]:
    basis, unit = Basis(template.basis).label, QuorumUnit(template.quorum_unit)
    for tier in template.tiers:
        at = tier["threshold"]
        starts = _("from the quorum") if at is None else _("from %(number)s") % {"number": figure(at, unit)}
        yield starts, ": ".join(part for part in (share(tier, str(basis)), tier["what"]) if part) or _("the commitment")


#: Below the address of an organisation.
PAGES = [
    path("", templates, name="templates"),
    path("<slug:ref>/", rename, name="template_rename"),
    path("<slug:ref>/remove/", remove, name="template_remove"),
]

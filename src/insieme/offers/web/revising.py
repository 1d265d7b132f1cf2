# SPDX-License-Identifier: AGPL-3.0-or-later
"""A company revises its offer: writes other words, reads what changes, signs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from insieme.foundation import clock
from insieme.foundation.errors import Invalid, WrongState
from insieme.foundation.forms import show
from insieme.notices.web import announcing
from insieme.offers import access, actions, queries
from insieme.offers.forms.offers import RevisionForm, SignatureForm, initial
from insieme.offers.queries.announcing import revising
from insieme.offers.queries.revisions import drafted_revision, words_in_force
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.revisions import NothingChanged
from insieme.offers.web import differences
from insieme.offers.web.offering import show_offer, text_of_form
from insieme.people.access import actor_of, role_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Write the next revision of an offer; nobody else sees it yet."""
    actor, now = actor_of(request), clock.now()
    found = access.offer(actor, slug, ref)
    draft = drafted_revision(actor, found)
    known = initial(draft.words if draft else words_in_force(found))
    known |= {"because": draft.because, "answers": draft.answers} if draft else {}
    form = RevisionForm(request.POST or None, call=found.call, initial=known)
    try:
        found = access.offer(actor, slug, ref, to=Verb.REVISE, now=now)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("because", "answers")}
            actions.draft_revision(slug, ref, by=actor, text=text_of_form(form), now=now, **said)
            return redirect("offers:revision_sign", slug, ref)
    except (Invalid, NothingChanged) as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal, form)
    shown = queries.offer_page(actor, slug, ref)
    context = {"form": form, "call": shown.call, "offer": shown, "number": shown.revision + 1, "draft": draft}
    return render(request, "offers/offer_revise.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Bind the company to the revision, after reading what changes and what follows."""
    actor, now = actor_of(request), clock.now()
    try:
        found = access.offer(actor, slug, ref, to=Verb.REVISE, now=now)
        draft = drafted_revision(actor, found)
        if draft is None and request.method != "POST":
            return redirect("offers:revise", slug, ref)
        role = role_at(actor, found.organisation_id)
        known = {"name": str(request.user), "title": role.title if role else "", "seen": draft.digest if draft else ""}
        form = SignatureForm(request.POST or None, initial=known)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("name", "title", "seen")}
            signed = actions.sign_revision(slug, ref, by=actor, now=now, **said)
            messages.success(request, _("Revision %(number)d is signed and in force.") % {"number": signed.number})
            return redirect("offers:changes", slug, ref, signed.number)
    except Invalid as refusal:
        show(form, refusal)
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal)
    if draft is None:
        return redirect("offers:revise", slug, ref)
    shown = queries.offer_page(actor, slug, ref)
    rows = differences.rows(words_in_force(shown), draft.words, shown.call)
    told = announcing.block(revising(shown, draft, by=actor, name=str(form["name"].value())))
    context = {"form": form, "offer": shown, "call": shown.call, "draft": draft, "rows": rows, "told": told}
    return render(request, "offers/revision_sign.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def drop(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Throw the draft of a revision away."""
    try:
        actions.drop_revision(slug, ref, by=actor_of(request), now=clock.now())
    except WrongState as refusal:
        return show_offer(request, slug, ref, refusal)
    messages.success(request, _("The draft is gone. The offer stands as it was signed."))
    return redirect("offers:offer", slug, ref)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having an organisation verified: the owner's page, the letter's, the administrators'."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Busy, Invalid, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.people import access
from insieme.people.access import actor_of
from insieme.people.actions import verification as actions
from insieme.people.forms.verification import DecisionForm, RevocationForm, VerificationForm
from insieme.people.models import RoleKind
from insieme.people.queries import verification as queries
from insieme.people.rules.verification import RECORD, may_ask


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the verification of one's organisation has come; ask for it, take the request back."""
    actor, now = actor_of(request), clock.now()
    found = access.organisation(actor, slug, to=RoleKind.OWNER)
    if "take_back" in request.POST:
        actions.take_back_verification(slug, by=actor, now=now)
        messages.success(request, _("The request is taken back."))
        return redirect("people:verification", slug)
    form = VerificationForm(request.POST, request.FILES) if request.method == "POST" else VerificationForm()
    if form.is_valid():
        try:
            _slowly(request, form.cleaned_data)
            actions.ask_verification(slug, by=actor, now=now, **form.shown())
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Your request is here."))
            return redirect("people:verification", slug)
    last = queries.verification_of(found.pk)
    context = {"organisation": found, "form": form, "last": last, "record": f"{RECORD}{last.token}" if last else ""}
    context["may_ask"] = may_ask(found.verified_until, now) and (last is None or last.state != "asked")
    return render(request, "people/verification.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What the letter to a domain leads to: one button."""
    made = queries.verification_by_token(slug, token)
    if request.method == "POST":
        actions.confirm_mail(slug, token, by=actor_of(request), now=clock.now())
        messages.success(request, _("%(name)s is verified.") % {"name": made.organisation})
        return redirect("people:organisation", slug)
    return render(request, "people/verification_confirm.html", {"made": made, "organisation": made.organisation})


@login_required
@require_safe
def verifications(request: HttpRequest) -> HttpResponse:
    """What waits for an administrator."""
    return render(request, "people/verifications.html", {"waiting": queries.verifications_waiting(actor_of(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Look at what an organisation shows; accept or decline."""
    actor = actor_of(request)
    made = queries.verification(actor, ref)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accept, reason = "accept" in request.POST, form.cleaned_data["reason"]
        try:
            actions.decide_verification(ref, by=actor, accept=accept, reason=reason, now=clock.now())
        except (Invalid, WrongState) as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("It is decided, and stands in the record."))
            return redirect("people:verifications")
    return render(request, "people/verification_decide.html", {"made": made, "form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the verification of an organisation away, with a reason."""
    actor = actor_of(request)
    found = queries.verified(actor, slug)
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.revoke_verification(slug, by=actor, because=form.cleaned_data["reason"], now=clock.now())
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("It is no longer verified, and the reason stands in the record."))
            return redirect("people:organisation", slug)
    return render(request, "people/verification_revoke.html", {"organisation": found, "form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def evidence(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file of evidence, to be saved: never shown within our pages."""
    found = queries.evidence(actor_of(request), ref)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)


def _slowly(request: HttpRequest, said: dict[str, str]) -> None:
    # The letter goes to an address that somebody has typed.
    whom = f"{said['mailbox']}@{said['domain']}".lower()
    if said["how"] == "mail" and not ratelimit.consume(request, action="invite", user=request.user, key=whom):
        raise Busy(_("These are many letters in a short time. Nothing was lost: go on a little later."))

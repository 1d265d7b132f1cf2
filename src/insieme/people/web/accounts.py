# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes with one's account: more about oneself, where one is signed in, taking everything along, leaving."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import Busy, Invalid, NotVisible, WrongState
from insieme.foundation.forms import show
from insieme.people import access, tasks
from insieme.people.access import actor_of
from insieme.people.actions import closing, exports, profiles, sessions
from insieme.people.forms.about import AboutMeForm, CloseForm
from insieme.people.queries import accounts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    """What one adds of oneself, each with what it is for."""
    actor = actor_of(request)
    if request.method != "POST":
        found = accounts.profile_of(access.me(actor).pk)
        return render(request, "people/about_me.html", {"form": AboutMeForm(initial=vars(found))})
    form = AboutMeForm(request.POST)
    if form.is_valid():
        try:
            profiles.add_about_oneself(by=actor, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("people:about_me")
    return render(request, "people/about_me.html", {"form": form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; one is ended, or all the others."""
    actor, key = actor_of(request), request.session.session_key
    if request.method == "POST":
        if ref := request.POST.get("end"):
            sessions.end_session(ref, by=actor)
            messages.success(request, _("You are signed out there."))
        else:
            ended = sessions.end_sessions(by=actor, but=key)
            said = ngettext("You are signed out on %(count)d other device.", "You are signed out on %(count)d other devices.", ended)
            messages.success(request, said % {"count": ended})
        return redirect("people:sessions")
    found = accounts.sessions_of(actor, now=clock.now())
    context = {"this": [each for each in found if each.pk == key], "others": [each for each in found if each.pk != key]}
    return render(request, "people/sessions.html", context | {"today": clock.now().date()})


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Where one takes everything along, and leaves."""
    actor = actor_of(request)
    return render(request, "people/data.html", {"closing": accounts.closing_of(actor)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def export(request: HttpRequest) -> HttpResponse:
    """Ask for everything about oneself, and see how far it is."""
    actor, now = actor_of(request), clock.now()
    if request.method == "POST":
        if not ratelimit.consume(request, action="export", user=request.user):
            raise Busy(_("You have asked for this several times today. Nothing was lost: ask again tomorrow."))
        exports.ask_for_export(by=actor, now=now)
        return redirect("people:export")
    template = "people/parts/export.html" if "HX-Request" in request.headers else "people/export.html"
    return render(request, template, {"export": accounts.export_of(actor, now=now)})


@login_required
@never_cache
@require_safe
def export_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file, for its owner alone."""
    found = accounts.export_file(actor_of(request), ref, now=clock.now())
    if not default_storage.exists(tasks.file_of(found.ref)):
        raise NotVisible
    file = default_storage.open(tasks.file_of(found.ref))
    return FileResponse(file, as_attachment=True, filename=f"insieme-{found.asked_at:%Y-%m-%d}.zip", content_type="application/zip")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def close(request: HttpRequest) -> HttpResponse:
    """What goes and what stays when one leaves; and leaving."""
    actor, now = actor_of(request), clock.now()
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            closing.ask_to_close(by=actor, now=now, tell=tasks.send_closing.enqueue)
        except WrongState as refusal:
            show(form, refusal)
        else:
            return redirect("people:close")
    context = {"form": form, "closing": accounts.closing_of(actor), "alone": accounts.owned_alone(access.me(actor).pk)}
    return render(request, "people/close.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Think again: the account stays open."""
    if closing.keep_open(by=actor_of(request)):
        messages.success(request, _("Your account stays open. It is good to have you here."))
    return redirect("people:data")

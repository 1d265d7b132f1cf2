# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hooks: the list, making one, its page with the log, and what one does to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible, Refusal, WrongState
from insieme.foundation.forms import show
from insieme.hooks import access, actions, queries
from insieme.hooks.forms import HookForm
from insieme.people.access import actor_of, organisations_of

#: What one does to a hook, by the name of the button, and what is said afterwards.
SAID = {
    "pause": gettext_lazy("The web hook is paused. What happens meanwhile is sent once it is started again."),
    "start": gettext_lazy("The web hook is started: it goes on where it stood."),
    "renew": gettext_lazy("There is a new secret. Give it to your program now: from now on everything is signed with it."),
    "remove": gettext_lazy("The web hook is removed."),
    "try": gettext_lazy("A trial is on its way. Its answer stands in the log in a moment."),
}


@login_required
@require_safe
def hooks(request: HttpRequest) -> HttpResponse:
    """The hooks that one looks after."""
    return render(request, "hooks/hooks.html", {"hooks": queries.hooks_of(actor_of(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a hook."""
    actor = actor_of(request)
    owners = [(found.slug, found.name) for found in organisations_of(actor)]
    form = HookForm(request.POST or None, organisations=owners)
    if form.is_valid():
        try:
            made = actions.make_hook(by=actor, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The web hook is made. Give its secret to your program, then try it out."))
            return redirect("hooks:hook", made.ref)
    return render(request, "hooks/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, ref: str) -> HttpResponse:
    """What a hook is told, its secret and its log; sent, the changed wishes."""
    actor = actor_of(request)
    found = access.hook(actor, ref)
    form = HookForm(request.POST or None, initial={"address": found.address, "chosen": found.kinds, "topic": found.topic})
    if form.is_valid():
        try:
            actions.change_hook(ref, by=actor, **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The change is saved. It holds for what is sealed from now on."))
            return redirect("hooks:hook", ref)
    before = request.GET.get("before", "")
    log = queries.log_of(found, int(before) if before.isdecimal() and before.isascii() and len(before) < 19 else None)  # noqa: PLR2004 - a bigint
    return render(request, "hooks/hook.html", {"hook": found, "log": log, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def deed(request: HttpRequest, ref: str) -> HttpResponse:
    """Pause, start, renew the secret, try out or remove a hook."""
    actor, wanted = actor_of(request), request.POST.get("do", "")
    if wanted not in SAID:
        raise NotVisible
    try:
        if wanted == "try":
            actions.try_out(ref, by=actor, now=clock.now())
        else:
            _DEEDS[wanted](ref, by=actor)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(SAID[wanted]))
    return redirect("hooks:hooks") if wanted == "remove" else redirect("hooks:hook", ref)


@login_required
@require_POST
def delivery(request: HttpRequest, ref: str, sent: str) -> HttpResponse:
    """Send a fact again, or leave it out."""
    actor = actor_of(request)
    if "skip" in request.POST:
        actions.skip(ref, sent, by=actor)
        messages.success(request, _("It is left out: what comes after it goes on."))
    else:
        actions.send_again(ref, sent, by=actor)
        messages.success(request, _("It is on its way once more."))
    return redirect("hooks:hook", ref)


_DEEDS = {"pause": actions.pause_hook, "start": actions.start_hook, "renew": actions.renew_secret, "remove": actions.remove_hook}

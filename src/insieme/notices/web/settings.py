# SPDX-License-Identifier: AGPL-3.0-or-later
"""How one hears of things: by kind, by what one follows, how often a digest, on which devices, and an address that does not work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.notices import actions, queries
from insieme.notices.forms import ChoicesForm, FollowPlaceForm
from insieme.notices.tasks.pushing import public_key
from insieme.people.access import actor_of
from insieme.people.rules import FreePlace


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """All choices on one page, saved by one button."""
    actor = actor_of(request)
    chosen = queries.chosen(actor)
    if request.method != "POST":
        return _page(request, chosen, ChoicesForm(chosen))
    form = ChoicesForm(chosen, request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    actions.choose(by=actor, now=clock.now(), **form.said())
    messages.success(request, _("Your choices are saved."))
    return redirect("notices:settings")


@login_required
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Follow a place by its name."""
    actor = actor_of(request)
    form = FollowPlaceForm(request.POST)
    if form.is_valid() and isinstance(form.cleaned_data["place"], FreePlace):
        form.add_error("place", _("No call has been opened there yet, so there is nothing to follow."))
    if not form.is_valid():
        chosen = queries.chosen(actor)
        return _page(request, chosen, ChoicesForm(chosen), place_form=form, status=422)
    _follow(request, actor, f"place:{form.cleaned_data['place'].code}")
    return redirect("notices:settings")


@login_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """The address works again, says its owner."""
    actions.mend_address(by=actor_of(request))
    messages.success(request, _("We write to your address again."))
    return redirect("notices:settings")


def _follow(request: HttpRequest, actor: Actor, topic: str) -> None:
    thing = actions.follow(topic, by=actor, now=clock.now())
    messages.success(request, _("You follow %(title)s.") % {"title": thing.title})


def _page(
    request: HttpRequest, chosen: queries.Chosen, form: ChoicesForm, *, place_form: FollowPlaceForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"chosen": chosen, "form": form, "place_form": place_form or FollowPlaceForm(), "push_key": public_key()}
    return render(request, "notices/settings.html", context, status=status)

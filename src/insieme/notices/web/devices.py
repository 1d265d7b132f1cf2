# SPDX-License-Identifier: AGPL-3.0-or-later
"""Browsers that may be told things while no page is open: allowed and forgotten from the settings."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from insieme.foundation import clock
from insieme.foundation.errors import Invalid
from insieme.notices import actions
from insieme.notices.actions.devices import NotABrowser
from insieme.notices.forms import DeviceForm
from insieme.people.access import actor_of


@login_required
@require_POST
def devices(request: HttpRequest) -> HttpResponse:
    """What the browser gave to its page, which a script has put into the form."""
    form = DeviceForm(request.POST)
    try:
        if not form.is_valid():
            raise NotABrowser
        browser = request.headers.get("user-agent", "")
        actions.add_device(by=actor_of(request), browser=browser, now=clock.now(), **form.cleaned_data)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This browser is told what you want to hear at once."))
    return redirect("notices:settings")


@login_required
@require_POST
def device(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a browser."""
    actions.forget_device(ref, by=actor_of(request))
    messages.success(request, _("That browser is told nothing any more."))
    return redirect("notices:settings")

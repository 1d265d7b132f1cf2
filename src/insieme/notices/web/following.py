# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following a thing from its page, and no longer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible
from insieme.notices import actions
from insieme.notices.forms import TopicForm
from insieme.people.access import actor_of


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow the topic, or stop: the button says which. Then back to the page of the thing."""
    form = TopicForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    topic, back = form.cleaned_data["topic"], form.cleaned_data["back"]
    if "stop" in request.POST:
        actions.unfollow(topic, by=actor_of(request))
        messages.success(request, _("You do not follow this any more."))
    else:
        thing = actions.follow(topic, by=actor_of(request), now=clock.now())
        messages.success(request, _("You follow %(title)s. You are told of it here, and by mail as you choose.") % {"title": thing.title})
        back = back or thing.href
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if here and back.startswith("/") else "notices:settings")

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one stands: what waits for one's own answer, and the organisations one works for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.people import queries
from insieme.people.access import actor_of

More = Callable[[Actor], dict[str, Any]]


@login_required
@require_safe
def roles(request: HttpRequest, *, template: str = "people/roles.html", more: More | None = None) -> HttpResponse:
    """The invitations that wait for the reader, whatever else a room above says that waits, and the reader's organisations."""
    actor = actor_of(request)
    context = {"invitations": queries.invitations_to(actor, now=clock.now()), "roles": queries.own_roles(actor)}
    return render(request, template, context | (more(actor) if more else {}))

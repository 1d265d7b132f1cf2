# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page that shows every part of the house in every state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.look import specimens


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show every part in every state."""
    return render(request, "look/look.html", specimens.everything(clock.now()))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suggestions for a place field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from insieme.people import queries


@require_safe
@cache_control(public=True, max_age=3600)
def places(request: HttpRequest) -> HttpResponse:
    """Places that begin as was typed, as options of a list; `q`, or the `place` field itself, holds the text."""
    typed = request.GET.get("q") or request.GET.get("place", "")
    return render(request, "people/places.html", {"places": queries.find_places(typed[:120])})

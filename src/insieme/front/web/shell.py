# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shell around the pages: what makes the house installable, and what is said to those without a line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PAPER = "#fdfaf4"


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Tell a phone what it needs to know in order to install the house."""
    icons = [{"src": static(f"look/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"} for side in (192, 512)]
    icons.append({"src": static("look/icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    said = {
        "name": "Insieme",
        "short_name": "Insieme",
        "description": gettext("Buy, decide and make things together, and check whether words are kept."),
        "lang": get_language(),
        "id": "/",
        "start_url": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """Show the page kept for those who have no line: rendered without the request, so that nobody's name is in it."""
    return HttpResponse(render_to_string("front/offline.html"))


@require_safe
@cache_control(max_age=0, must_revalidate=True)
def offline_worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker: it keeps the offline page and its style, and no page of anybody's."""
    return HttpResponse(render_to_string("front/offline.js"), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell searching machines where there is nothing for them."""
    return HttpResponse(render_to_string("front/robots.txt"), content_type="text/plain; charset=utf-8")

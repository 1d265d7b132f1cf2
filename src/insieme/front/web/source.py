# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where whoever uses this installation gets the program that runs it (AGPL, section 13)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from insieme.front import source


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say what the archive is, how to run it, and what one may do with it."""
    found = source.source()
    context = {"size": len(found.archive), "digest": found.digest, "elsewhere": settings.SOURCE_URL}
    return render(request, "front/source.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=lambda _request: f'"{source.source().digest}"')
def archive(_request: HttpRequest) -> HttpResponse:
    """Give the archive."""
    headers = {"Content-Disposition": f'attachment; filename="{source.NAME}.tar.gz"'}
    return HttpResponse(source.source().archive, content_type="application/gzip", headers=headers)

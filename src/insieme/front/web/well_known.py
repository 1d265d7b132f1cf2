# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that programs ask every site for: where a password is changed, whom to tell of a hole, the icon."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible
from insieme.foundation.operator import operator

#: How long what is told here may be relied on; it is told anew every day.
STANDS = timedelta(days=180)


@require_safe
def change_password(_request: HttpRequest) -> HttpResponse:
    """Lead keepers of passwords to where one is changed. Source: W3C, A Well-Known URL for Changing Passwords."""
    return redirect("account_change_password")


@require_safe
@cache_control(max_age=86400)
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole. Refuses: `NotVisible` where the operator names no way to be reached. Source: RFC 9116."""
    named = operator()
    if named is None or not named.href:
        raise NotVisible
    ends = datetime.combine((clock.now() + STANDS).date(), time(), tzinfo=UTC)
    lines = {
        "Contact": named.href,
        "Expires": ends.isoformat().replace("+00:00", "Z"),
        "Preferred-Languages": ", ".join(code for code, _name in settings.LANGUAGES),
        "Canonical": settings.SITE_URL + request.path,
    }
    told = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead to the icon whoever asks without having read a page."""
    return redirect(static("look/icon-192.png"))

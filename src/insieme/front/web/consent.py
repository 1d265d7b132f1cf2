# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which somebody lets another program in: afterwards the browser goes to that program, which the policy must allow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from insieme.foundation.errors import NotVisible
from insieme.front.headers import POLICY

FORMS = "form-action 'self'"
WEB = frozenset({"http", "https"})


@csrf_exempt  # allauth's view checks its own form; a program may post here what it asks for
def authorize(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Allauth's page, with the one address more to which its form may lead."""
    response: HttpResponse = views.authorization(request, *args, **kwargs)
    view = (getattr(response, "context_data", None) or {}).get("view")
    if view is not None and (leads := _origin(view._request_info.get("redirect_uri") or "")):  # noqa: SLF001 - it says so nowhere else
        response.headers["Content-Security-Policy"] = POLICY.replace(FORMS, f"{FORMS} {leads}")
    return response


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """Letting a device in by a code, which allauth cannot be told to leave out: nobody may ask for one. Refuses: `NotVisible`, always."""
    raise NotVisible


def _origin(address: str) -> str:
    """Where an address leads, as a policy names it: an origin, or the scheme of an app."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in WEB else f"{parts.scheme}:" if parts.scheme else ""

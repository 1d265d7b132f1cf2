# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headers that every page carries."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def policy() -> str:
    """Return the policy. A form may lead to the provider through whom people sign in: browsers hold its redirect to the policy as well."""
    if not settings.OIDC_ISSUER:
        return POLICY
    provider = urlsplit(settings.OIDC_ISSUER)
    return POLICY.replace("form-action 'self'", f"form-action 'self' {provider.scheme}://{provider.netloc}")


class ContentSecurityPolicy:
    """Says that pages load nothing from elsewhere and hold no inline script or style."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before the rest of the house."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy added."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        return response

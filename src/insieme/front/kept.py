# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing typed is lost when a form cannot be taken as it comes.

Its page had grown old, its writer was signed out meanwhile, or they go on in another language. The form is shown as it was sent, and
pressing one button sends it again. Signing in in between changes the token of every page: the kept form has a ticket instead.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Sentence
from insieme.foundation.forms import TICKET, typed

OLD_PAGE = _("This page had grown old: probably you signed in or out in another window. Send it again and it goes on from here.")
SIGNED_OUT = _("You are signed out, probably from another window. Sign in in a new window, come back to this one and send it again.")
OTHER_LANGUAGE = _("The language is changed, and what you typed has come along. Send it again to go on where you were.")

TICKET_AGE = 12 * 60 * 60
_signer = TimestampSigner(salt="insieme.front.kept")


class Kept:
    """Stands between a form and the sign-in page, which would forget what the form held."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the views."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; keep a form that is sent to sign in first."""
        response = self.get_response(request)
        asked_to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?")  # noqa: PLR2004 - the number is the name
        if asked_to_sign_in and request.method == "POST" and may_keep(request):
            return page(request, SIGNED_OUT, sign_in=True)
        return response


class Tickets:
    """Takes a form that we kept ourselves, in the browser for which we kept it, whatever has become of its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before Django's own guard, which then has nothing left to do."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at the ticket, where there is one."""
        if request.method == "POST" and TICKET in request.COOKIES and _comes_from_here(request) and _holds(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


def may_keep(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours, and holds neither passwords nor files."""
    return _comes_from_here(request) and not request.FILES and not any("password" in name for name in request.POST)


def page(
    request: HttpRequest,
    sentence: Sentence,
    *,
    sign_in: bool = False,
    held: Iterable[tuple[str, str]] | None = None,
    here: str = "",
    status: int = 403,
) -> HttpResponse:
    """What a form `held` (what was just sent, unless it is given), ready to be sent `here` (where it was sent to) again."""
    here = here or request.get_full_path()
    browser = request.COOKIES.get(TICKET) or secrets.token_urlsafe(16)
    context = {
        "sentence": sentence,
        "typed": typed(request.POST) if held is None else held,
        "here": here,
        "ticket": _signer.sign(_words(browser, here)),
        "sign_in": sign_in,
    }
    response = render(request, "front/kept.html", context, status=status)
    response.set_cookie(TICKET, browser, TICKET_AGE, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _comes_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _holds(request: HttpRequest) -> bool:
    """Whether the form has the ticket that this browser got for this address, not too long ago."""
    try:
        words = _signer.unsign(request.POST.get(TICKET, ""), max_age=TICKET_AGE)
    except BadSignature:
        return False
    return secrets.compare_digest(words.encode(), _words(request.COOKIES[TICKET], request.get_full_path()).encode())


def _words(browser: str, address: str) -> str:
    return f"{browser} {address}"

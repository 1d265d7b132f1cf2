# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing typed is lost when a form cannot be taken as it comes: its page had grown old, or its writer was signed out meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Sentence

OLD_PAGE = _("This page had grown old: probably you signed in or out in another window. Send it again and it goes on from here.")
SIGNED_OUT = _("You are signed out, probably from another window. Sign in in a new window, come back to this one and send it again.")


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


def may_keep(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours, and holds neither passwords nor files."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return ours and not request.FILES and not any("password" in name for name in request.POST)


def page(request: HttpRequest, sentence: Sentence, *, sign_in: bool = False) -> HttpResponse:
    """The form as it was sent, with a fresh token, ready to be sent again."""
    typed = [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]
    return render(request, "front/kept.html", {"sentence": sentence, "typed": typed, "sign_in": sign_in}, status=403)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place where a refusal becomes a page, a fragment or problem+json. Our own faults: `front.broken`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Busy, Invalid, Refusal, Sentence, Unidentified
from insieme.front import broken, kept
from insieme.people.access import SignInFirst

#: For each status: what happened, and what to do next.
WORDS: dict[int, tuple[Sentence, Sentence]] = {
    400: (_("We could not read that"), _("Something in the address or the form is not as expected. Go back and try once more.")),
    401: (_("Who is asking?"), _("Sign in, or send a token.")),
    403: (
        _("This is not open to you"),
        _("Perhaps you need to sign in, or the page is old: load it again and repeat what you were doing."),
    ),
    404: (_("There is nothing here"), _("The address is wrong, or what stood here is not open to you. Start again from the calls.")),
    409: (_("Things have changed in the meantime"), _("Load the page again to see how it stands now.")),
    422: (_("Something needs mending"), _("Go back: what you typed is still there. Mend it and send it again.")),
    405: (_("This is not done here"), _("Nothing can be looked at here: go back to the page with the button that does it.")),
    429: (_("Too many requests"), _("Go on a little later.")),
    503: (_("Too many at once"), _("Nothing was lost. Try again in a moment.")),
}
AGAIN_SECONDS = 5
NOT_ALLOWED = 405


class Refusals:
    """Shows a refusal that no view has caught as a page with its sentence and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the views."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; where Django says by a number alone that this is not how one asks, say it in words."""
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or response.content:
            return response
        told = _answer(request, NOT_ALLOWED, code="method")
        told.headers["Allow"] = response.headers["Allow"]
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other fault to Django.

        Who must sign in before they go on with a page is led there: what they sent is kept.
        """
        if not isinstance(exception, Refusal):
            return None
        is_page = not (_wants_json(request) or _wants_fragment(request))
        if is_page and isinstance(exception, SignInFirst) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        fields = exception.fields if isinstance(exception, Invalid) else {}
        return _answer(request, exception.status, code=exception.code, sentence=str(exception), fields=fields)


def problem(refusal: Refusal) -> HttpResponse:
    """A refusal as problem+json (RFC 9457)."""
    title, _next_step = WORDS.get(refusal.status, WORDS[400])
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    more = {"scope": refusal.data["scope"]} if "scope" in refusal.data else {}
    response = _problem(
        refusal.status, code=refusal.code, title=title, detail=refusal.sentence if fields else str(refusal), fields=fields, **more
    )
    if refusal.status == Unidentified.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Insieme"'
    if refusal.status == Busy.status:
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return _answer(request, 400, code="bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer where the asker may not."""
    return _answer(request, 403, code="denied")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _answer(request, 404, code="not_visible")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours, with nothing that may be what broke."""
    if _wants_json(request):
        return _problem(500, code="broken", title=broken.TITLE, detail=broken.NEXT_STEP)
    return HttpResponse(broken.fragment() if _wants_fragment(request) else broken.page(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: an old page, which is kept, or somebody else's."""
    if kept.may_keep(request):
        return kept.page(request, kept.OLD_PAGE)
    return _answer(request, 403, code="old_page")


def _answer(
    request: HttpRequest, status: int, *, code: str, sentence: str = "", fields: Mapping[str, Sentence] | None = None
) -> HttpResponse:
    """Answer in the shape that was asked for: problem+json (RFC 9457), an htmx fragment, or a page."""
    title, next_step = WORDS.get(status, WORDS[400])
    response: HttpResponse
    if _wants_json(request):
        response = _problem(status, code=code, title=title, detail=sentence or next_step, fields=fields)
    else:
        context = {"status": status, "title": title, "sentence": sentence, "next_step": next_step}
        template = "front/error_fragment.html" if _wants_fragment(request) else "front/error.html"
        response = HttpResponse(render_to_string(template, context, request), status=status)
    if status == Busy.status:
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response


def _problem(
    status: int, *, code: str, title: Sentence, detail: Sentence, fields: Mapping[str, Sentence] | None = None, **more: str
) -> HttpResponse:
    kind = f"{settings.SITE_URL}/api/#{code}"
    said: dict[str, object] = {"type": kind, "title": str(title), "status": status, "code": code, "detail": str(detail), **more}
    if fields:
        said["fields"] = {name: str(words) for name, words in fields.items()}
    return JsonResponse(said, status=status, content_type="application/problem+json")


def _wants_fragment(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/v"):
        return True
    return request.get_preferred_type(["text/html", "application/json", "application/problem+json"]) not in {"text/html", None}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens around every operation: who asks, how often, doing once what is sent twice, not sending what is known already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from insieme.foundation import clock
from insieme.foundation.actor import Actor, Door
from insieme.foundation.errors import Invalid, Refusal, TooMany
from insieme.front.api import limits
from insieme.front.api.asking import SAFE, asker
from insieme.front.errors import problem
from insieme.people.actions.answers import Answer, Turn, known_answer, once

View = Callable[..., Any]
OK = 200
NOT_ALLOWED = 405
KEY_LENGTH = 200
#: What of an answer is kept for who asks again.
KEPT_HEADERS = ("Content-Type", "Location")


def guarded(view: View) -> View:
    """The operation with all that holds for every one."""

    @csrf_exempt  # a session's changes are checked in `asking`
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _preflight()
        now = clock.now()
        request.asker = Actor.stranger(Door.API)  # type: ignore[attr-defined]
        try:
            response = _counted(view, request, parts, now)
        except Refusal as refusal:
            response = problem(refusal)
        if response.status_code == NOT_ALLOWED:
            response = _not_allowed(response)
        return _finished(request, response)

    return answer


def _counted(view: View, request: HttpRequest, parts: dict[str, Any], now: datetime) -> HttpResponse:
    refused: Refusal | None = None
    try:
        request.asker = asker(request, now)  # type: ignore[attr-defined]
    except Refusal as refusal:
        refused = refusal
    # Who shows a bad token is counted too, as an address: guessing has a measure.
    within, measure = limits.count(request, request.asker)  # type: ignore[attr-defined]
    if refused is not None and within:
        response = problem(refused)
    elif not within:
        response = problem(TooMany())
        response.headers["Retry-After"] = str(measure.more_in)
    elif request.method in SAFE:
        response = _read(view, request, parts)
    else:
        response = _changed(view, request, parts, now)
    measure.tell(response)
    return response


def _read(view: View, request: HttpRequest, parts: dict[str, Any]) -> HttpResponse:
    if request.method == "HEAD":
        request.method = "GET"
    response: HttpResponse = view(request, **parts)
    if response.status_code != OK:
        return response
    version = getattr(request, "version", "")
    tag = hashlib.sha256(response.content).hexdigest()[:24]
    response.headers["ETag"] = f'"{version}.{tag}"' if version else f'"{tag}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or any(each.removeprefix("W/") == response.headers["ETag"] for each in known):
        same = HttpResponse(status=304, headers={"ETag": response.headers["ETag"]})
        del same.headers["Content-Type"]
        response = same
    elif onward := getattr(request, "onward", ""):
        response.headers["Link"] = f'<{onward}>; rel="next"'
    response.headers["Cache-Control"] = "private, no-cache" if request.asker.is_person else "public, no-cache"  # type: ignore[attr-defined]
    return response


def _changed(view: View, request: HttpRequest, parts: dict[str, Any], now: datetime) -> HttpResponse:
    actor: Actor = request.asker  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key")
    if key is None or not actor.is_person:
        return view(request, **parts)
    if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Invalid({"Idempotency-Key": _("A key has 1 to 200 printable characters.")})
    asked = hashlib.sha256(b"\0".join([str(request.method).encode(), request.get_full_path().encode(), _said(request)])).hexdigest()

    if (known := known_answer(key, by=actor, asked=asked, now=now)) is not None:
        return _again(known)
    with ExitStack() as held:
        turns: list[Turn] = []

        def begin() -> HttpResponse | None:
            turns.append(held.enter_context(once(key, by=actor, asked=asked, now=now)))
            return _again(turns[0].kept) if turns[0].kept else None

        request.begin = begin  # type: ignore[attr-defined]
        response: HttpResponse = view(request, **parts)
        if turns and not turns[0].kept:
            kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            turns[0].keep(Answer(response.status_code, kept, response.content.decode()))
    return response


def _again(kept: Answer) -> HttpResponse:
    return HttpResponse(kept.body, status=kept.status, headers=kept.headers | {"Idempotency-Replayed": "true"})


def _said(request: HttpRequest) -> bytes:
    """What tells one body from another: of a form with files their content, since the words between its parts are other ones each time."""
    if request.content_type != "multipart/form-data":
        return request.body
    files = [
        (name, file.name, hashlib.sha256(b"".join(file.chunks())).hexdigest()) for name, sent in request.FILES.lists() for file in sent
    ]
    return repr((sorted(request.POST.lists()), sorted(files))).encode()


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What every answer carries. What anybody may read may be read by a page of any other site, but never with somebody's session."""
    shown = "Authorization" in request.headers or request.asker.is_person  # type: ignore[attr-defined]
    if request.method in SAFE and not shown:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _preflight() -> HttpResponse:
    """What a browser may send from a page of another site: readings, and nothing that says who asks."""
    headers = {
        "Allow": "GET, HEAD, OPTIONS, POST, PUT, DELETE",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def _not_allowed(given: HttpResponseBase) -> HttpResponse:
    response = problem(NoSuchMethod())
    # ninja gives them in any order.
    response.headers["Allow"] = ", ".join(sorted(given.headers["Allow"].split(", ")))
    return response


class NoSuchMethod(Refusal):
    """The address is known, this is not done there."""

    status = NOT_ALLOWED
    code = "method"
    sentence = _("This address does not do that: the header Allow says what it does.")

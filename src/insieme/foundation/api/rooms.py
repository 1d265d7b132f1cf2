# SPDX-License-Identifier: AGPL-3.0-or-later
"""A room's part of the API. Every operation says what it needs and documents all of its answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from insieme.foundation.actor import Actor, Door
from insieme.foundation.api.problems import CHANGES, FINDS, KNOWN, Answers
from insieme.foundation.api.versions import TAG
from insieme.foundation.errors import Unidentified
from insieme.foundation.scopes import Scope, ScopeMissing

View = TypeVar("View", bound=Callable[..., Any])
#: Work before the change; the gate's word that the change begins, with the answer that was kept of an equal one.
First = Callable[..., None]
Begin = Callable[[], HttpResponse | None]

HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "If-None-Match": ("The `ETag` of the answer that you have: 304 while it still holds.", {"type": "string"}),
    "Idempotency-Key": (
        "A word of your own for this one request, 1 to 200 printable characters. Sent again within 24 hours, the stored answer comes back.",
        {"type": "string", "pattern": "^[!-~]{1,200}$"},
    ),
    "If-Match": (
        "The `ETag` of what you have read; the change is made only if that still stands. The same as `seen` in the body.",
        {"type": "string", "pattern": f"^{TAG}$"},
    ),
}


class Asked(HttpRequest):
    """A request as operations get it: `auth` acts."""

    auth: Actor


class Permit:
    """Lets an operation begin for who may ask for it: anybody, or with `scope` somebody known, whose token is good for that."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Actor:
        """Return who acts. Refuses: `Unidentified`, `ScopeMissing`."""
        actor: Actor = request.asker  # type: ignore[attr-defined]
        if self.scope is None:
            # What everybody may see is for everybody: a token that is not good for reading sees no more than that.
            return actor if Scope.READ in actor.scopes else Actor.stranger(Door.API)
        if not actor.is_person:
            raise Unidentified
        if self.scope not in actor.scopes:
            raise ScopeMissing(self.scope)
        return actor


class Room(Router):
    """The operations of one room, under one heading of the reference."""

    def __init__(self, heading: str) -> None:
        super().__init__(tags=[heading])

    def find(
        self, path: str, shape: Any, *, own: bool = False, scope: Scope | None = None, files: Sequence[str] = ()
    ) -> Callable[[View], View]:
        """Read: GET, for everybody, or for somebody known: `own` with scope `read`, or another `scope`. `files` are media types instead."""
        scope = scope or (Scope.READ if own else None)
        answers: Answers = {200: shape, 304: None, **FINDS, **(KNOWN if scope else {})}
        return self._operation("GET", path, scope, answers, ["If-None-Match"], 200, files)

    def change(
        self, method: str, path: str, shape: Any, *, scope: Scope, status: int = 200, seen: bool = False, first: First | None = None
    ) -> Callable[[View], View]:
        """Change something: `method` is POST, PUT or DELETE; `seen` says that `If-Match` counts.

        `first` is called with the same as the view, before anything is locked, and does what takes long.
        """
        headers = ["Idempotency-Key", *(["If-Match"] if seen else [])]
        return self._operation(method, path, scope, {status: shape, **CHANGES}, headers, status, first=first)

    def _operation(
        self,
        method: str,
        path: str,
        scope: Scope | None,
        answers: Answers,
        headers: list[str],
        status: int,
        files: Sequence[str] = (),
        first: First | None = None,
    ) -> Callable[[View], View]:
        def add(view: View) -> View:
            written = (view.__doc__ or "").strip()
            summary, _dot, more = written.partition("\n")
            extra: dict[str, Any] = {"parameters": [_header(name) for name in headers], "security": _security(scope)}
            if files:
                extra["responses"] = {status: {"content": {each: {"schema": {"type": "string", "format": "binary"}} for each in files}}}
            self.add_api_operation(
                path,
                [method],
                _answering(view, status, first),
                auth=Permit(scope),
                response=answers,
                operation_id=view.__name__,
                url_name=view.__name__,
                summary=summary.rstrip("."),
                description=more.strip() or None,
                openapi_extra=extra,
            )
            return view

        return add


def _answering(view: Callable[..., Any], status: int, first: First | None) -> Callable[..., Any]:
    """The view, answering with its status: of many that are documented, ninja would take 200. A turn begins after `first`."""

    @wraps(view)
    def answering(request: HttpRequest, **said: Any) -> Any:
        if first is not None:
            first(request, **said)
        begin: Begin | None = getattr(request, "begin", None)
        if begin is not None and (kept := begin()) is not None:
            return kept
        answer = view(request, **said)
        return answer if isinstance(answer, HttpResponse) else Status(status, answer)

    # ninja would look for what the annotations name where this function stands.
    answering.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return answering


def _header(name: str) -> dict[str, Any]:
    words, shape = HEADERS[name]
    return {"in": "header", "name": name, "required": False, "description": words, "schema": shape}


def _security(scope: Scope | None) -> list[dict[str, list[str]]]:
    """One of these lets the request in; the empty one stands for everybody."""
    if scope is None:
        return [{}, {"token": []}, {"session": []}]
    return [{"token": []}, {"oauth": [scope.value]}, {"session": []}]
